(** Reading coefficients, scenarios, words and statements (sections 3 to 6 of the page). *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Qreduction Ascii String.
From Bellcert Require Import Words Operators Rationals Fields Symbols Scenarios LinearPrograms Json ReadFields Statements Compile.
From Bellcert Require Text.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope string_scope.

Section Read. Variables (lim : limits) (e : effort).
Local Notation items := (items (max_items lim)).
Local Notation integer := (integer (max_digits lim)).
Local Notation small := (small (max_digits lim)).
Local Notation rational := (rational (max_digits lim)).
Local Notation listed := (listed (max_items lim)).

(** * Coefficients *)
Definition degree_of (c : setting) : nat := match field_of c with Some (m, _, _) => (size m).-1 | None => 0%nat end.
Definition read_number (degree : nat) (n : node) : res number := match value n with
  | JList _ =>
    let! entries := items 0 None n in
    let! _ := require (Nat.ltb 0 degree && Nat.leb (size entries) degree) n "wrong-field" in
    let! p := traverse rational entries in
    let! _ := require (Nat.leb 2 (size p) && negb (qzero (last q0 p))) n "not-reduced" in Ok p
  | _ => let! q := rational n in Ok (if qzero q then [::] else [:: q]) end.
(* exponents of all symbols *)
Fixpoint with_power (i k : nat) (m : seq nat) : seq nat := match m, i with
  | [::], _ => [::] | _ :: m', O => k :: m' | a :: m', S i' => a :: with_power i' k m' end.
Definition read_monomial (names : seq string) (n : node) : res (seq nat) :=
  let! s := text n in
  let! r := fold (fun (a : nat * seq nat) factor =>
    let parts := split "^"%char factor in
    match position (head "" parts) names 0 with
    | None => refuse n "unknown-name"
    | Some i =>
      let! k := match parts with
        | [:: _] => Ok 1%nat
        | [:: _; p] => small 2 24 (Node (place n) (JString p))
        | _ => refuse n "not-an-integer" end in
      let! _ := require (Nat.leb a.1 i) n "terms-order" in
      Ok (S i, with_power i k a.2) end) (0%nat, nseq (size names) 0%nat) (words_of s) in
  Ok r.2.
Fixpoint before (u v : seq nat) : bool := match u, v with
  | a :: u', b :: v' => Nat.ltb a b || (Nat.eqb a b && before u' v') | [::], _ :: _ => true | _, _ => false end.
Definition read_coefficient (c : setting) (n : node) : res coefficient := match value n with
  | JObject _ =>
    let! found := fields [:: "poly"] [::] n in
    let! entries := items 0 None (get "poly" found) in
    let! terms := fold (fun (a : seq (seq nat * seq nat * number)) entry =>
      let! two := items 0 (Some 2%nat) entry in
      match two with
      | [:: cn; mn] =>
        let! k := read_number (degree_of c) cn in
        let! m := read_monomial (map fst (symbols_of c)) mn in
        let key := sumn m :: m in
        let! _ := require (negb (nilp k) && match a with [::] => true | t :: _ => before t.1.1 key end) entry "terms-order" in
        Ok ((key, m, k) :: a)
      | _ => refuse entry "wrong-shape" end) [::] entries in
    let! _ := require (seq.has (fun t => Nat.ltb 0 (sumn t.1.2)) terms) n "not-reduced" in
    let! _ := require (all (fun t => all (fun r => Nat.ltb (nth 0%nat t.1.2 r.1.1) r.1.2) (relations_of c)) terms) n "not-reduced" in
    Ok (rev [seq (mnorm t.1.2, t.2) | t <- terms])
  | _ => let! k := read_number (degree_of c) n in Ok (if nilp k then [::] else [:: ([::], k)]) end.
Definition has_symbols (p : coefficient) : bool := seq.has (fun m => negb (nilp m.1)) p.
Definition degree_in (i : nat) (p : coefficient) : nat := foldr (fun m d => maxn (nth 0%nat m.1 i) d) 0%nat p.

(** * Symbols *)
Definition read_symbols (c : setting) (nodes : seq node) : res (seq (string * option (Q * Q))) :=
  fold (fun l n =>
    let! found := fields [:: "name"] [:: "low"; "high"] n in
    let nn := get "name" found in
    let! s := name lower_case (lower_case ++ digits10) 15 nn in
    let! _ := require (negb (mem_string s ("alpha" :: map fst l))) nn "duplicate-name" in
    let! _ := require (Bool.eqb (has "low" found) (has "high" found)) n "missing-key" in
    if has "low" found then
      let! lo := rational (get "low" found) in
      let! hi := rational (get "high" found) in
      let! _ := require (Qle_bool lo hi) (get "low" found) "out-of-range" in
      Ok (rcons l (s, Some (lo, hi)))
    else Ok (rcons l (s, None))) [::] nodes.
Definition with_relations (c : setting) (l : seq (nat * nat * coefficient)) : setting :=
  Setting (set_of c) (parties_of c) (commuting_of c) (signalling_of c) (field_of c) (symbols_of c) l (conditions_of c) (hypotheses_of c) (vacuity_of c).
Definition read_relations (c : setting) (nodes : seq node) : res setting :=
  let! r := fold (fun (a : nat * setting) n =>
    let! found := fields [:: "symbol"; "power"; "equals"] [::] n in
    let sn := get "symbol" found in
    let! s := text sn in
    match position s (map fst (symbols_of c)) 0 with
    | None => refuse sn "unknown-name"
    | Some i =>
      let! _ := require (Nat.leb a.1 i) sn "terms-order" in
      let! power := small 1 24 (get "power" found) in
      let! equal := read_coefficient a.2 (get "equals" found) in
      let! _ := require (all (fun j => Nat.eqb (degree_in j equal) 0) (iota i.+1 (size (symbols_of c) - i.+1)) && Nat.ltb (degree_in i equal) power)
        (get "equals" found) "out-of-range" in
      Ok (S i, with_relations a.2 (rcons (relations_of a.2) (i, power, equal)))
    end) (0%nat, c) nodes in Ok r.2.
Definition read_conditions (c : setting) (nodes : seq node) : res (seq (coefficient * bool)) :=
  traverse (fun n =>
    let! found := fields [:: "polynomial"; "sense"] [::] n in
    let! p := read_coefficient c (get "polynomial" found) in
    let! _ := require (has_symbols p) (get "polynomial" found) "out-of-range" in
    let! s := choice [:: ">0"; ">=0"] (get "sense" found) in
    Ok (p, seqb s ">0")) nodes.

(** * Scenarios *)
Definition read_inputs (scenario : node) (before : nat) (n : node) : res (string * seq (string * nat)) :=
  let! found := fields [:: "name"; "inputs"] [::] n in
  let! p := name "ABCDEFGHIJKLMNOPQRSTUVWXYZ" "" 0 (get "name" found) in
  let! entries := items 1 None (get "inputs" found) in
  let! l := fold (fun l entry =>
    let! two := items 0 (Some 2%nat) entry in
    match two with
    | [:: ln; dn] =>
      let! s := name digits10 digits10 3 ln in
      let! _ := require (negb (mem_string s (map fst l))) ln "duplicate-name" in
      let! d := small 2 16 dn in
      let! _ := require (Nat.leb (before + size l).+1 64) scenario "size" in
      Ok (rcons l (s, d))
    | _ => refuse entry "wrong-shape" end) [::] entries in Ok (p, l).
Definition count_inputs (l : seq (string * seq (string * nat))) : nat := sumn [seq size p.2 | p <- l].
Definition ordered_strings (a b : string) : bool := match a, b with
  | String x _, String y _ => Nat.ltb (nat_of_ascii x) (nat_of_ascii y) | _, _ => false end.
Definition read_parties (scenario : node) (nodes : seq node) : res (seq (string * seq (string * nat))) :=
  fold (fun l n =>
    (* the name is compared before the inputs are read *)
    let! found := fields [:: "name"; "inputs"] [::] n in
    let! s := name "ABCDEFGHIJKLMNOPQRSTUVWXYZ" "" 0 (get "name" found) in
    let! _ := require (match rev l with [::] => true | q :: _ => ordered_strings q.1 s end) (get "name" found) "terms-order" in
    let! p := read_inputs scenario (count_inputs l) n in
    Ok (rcons l p)) [::] nodes.
Definition pair_before (a b : nat * nat) : bool := before [:: a.1; a.2] [:: b.1; b.2].
Definition names_of (parties : seq (string * seq (string * nat))) : seq string :=
  flatten [seq [seq p.1 ++ i.1 | i <- p.2] | p <- parties].
Definition read_input_name (names : seq string) (n : node) : res nat :=
  let! s := text n in match position s names 0 with Some i => Ok i | None => refuse n "unknown-name" end.
Definition read_commuting (names : seq string) (party : nat -> nat) (nodes : seq node) : res (seq (nat * nat)) :=
  fold (fun l n =>
    let! two := items 0 (Some 2%nat) n in
    let! r := traverse (read_input_name names) two in
    match r with
    | [:: i; j] =>
      let! _ := require [&& Nat.eqb (party i) (party j), Nat.ltb i j & match rev l with [::] => true | q :: _ => pair_before q (i, j) end] n "terms-order" in
      Ok (rcons l (i, j))
    | _ => refuse n "wrong-shape" end) [::] nodes.
Definition read_signalling (names : seq string) (n : node) : res (seq (nat * nat)) :=
  let! entries := items 1 None n in
  let! l := fold (fun l entry =>
    let! two := items 0 (Some 2%nat) entry in
    let! r := traverse (fun m => let! s := choice names m in Ok (odflt 0%nat (position s names 0))) two in
    match r with
    | [:: i; j] =>
      let! _ := require (Nat.ltb i j && match rev l with [::] => true | q :: _ => pair_before q (i, j) end) entry "terms-order" in
      Ok (rcons l (i, j))
    | _ => refuse entry "wrong-shape" end) [::] entries in
  let! _ := require (all (fun p => all (fun q => negb (Nat.eqb p.2 q.1) || seq.has (fun r => Nat.eqb r.1 p.1 && Nat.eqb r.2 q.2) l) l) l) n "out-of-range" in
  Ok l.
Definition letters_of (parties : seq (string * seq (string * nat))) : nat :=
  sumn [seq sumn [seq i.2.-1 | i <- p.2] | p <- parties].

(** * Words *)
Section Words. Variables (c : setting).
Definition atoms_at (i : nat) (s : string) : seq (string * atom) := let d := noutcomes (inputs_of c) i in
  (if Nat.eqb d 2 then cons (s, (i, 0%nat)) else id) [seq (Text.texts [:: s; "="; Text.nat_text o], (i, o.+1)) | o <- iota 0 d].
Definition atom_names : seq (string * atom) :=
  flatten [seq atoms_at p.1 p.2 | p <- zip (iota 0 (size (inputs_of c))) (names_of (parties_of c))].
Definition commute_inputs (i j : nat) : bool := commI (Scenario (inputs_of c) (commuting_of c)) i j.
(* appended to a word, the last atom first, an atom stays at the end and meets no other of its input *)
Fixpoint appends (w : aword) (a : atom) : bool := match w with
  | [::] => true
  | b :: w' => if commute_inputs b.1 a.1 then before [:: b.1; b.2] [:: a.1; a.2] && appends w' a else negb (Nat.eqb a.1 b.1) end.
Fixpoint normal (done rest : aword) : bool := match rest with [::] => true | a :: r => appends done a && normal (a :: done) r end.
Variable atoms : seq (string * atom).
Definition read_word (n : node) : res aword :=
  let! s := text n in
  let l := words_of s in
  let! _ := require (Nat.leb (size l) 32) n "size" in
  let! w := traverse (fun t => match find_string t atoms with Some a => Ok a | None => refuse n "not-a-word" end) l in
  let! _ := require (normal [::] w) n "not-a-word" in Ok w.
Definition party_of_input (i : nat) : nat := partyof (inputs_of c) i.
Definition behaviour_word (w : aword) : bool :=
  let ps := [seq party_of_input a.1 | a <- w] in
  uniq ps && all (fun q => negb (q.2 \in ps) || (q.1 \in ps)) (signalling_of c).
Definition behaviours_only : bool := match set_of c with QuantumCommuting | QuantumTensor => false | _ => true end.
Definition word_before (u v : aword) : bool :=
  Nat.ltb (size u) (size v) || (Nat.eqb (size u) (size v) && before (flatten [seq [:: a.1; a.2] | a <- u]) (flatten [seq [:: a.1; a.2] | a <- v])).
Definition read_terms (n : node) : res terms :=
  let! entries := items 1 None n in
  let! l := fold (fun (l : terms) entry =>
    let! two := items 0 (Some 2%nat) entry in
    match two with
    | [:: cn; wn] =>
      let! k := read_coefficient c cn in
      let! w := read_word wn in
      let! _ := require (negb (nilp k)) entry "terms-order" in
      let! _ := require (match l with [::] => true | t :: _ => word_before t.2 w end) entry "terms-order" in
      Ok ((k, w) :: l)
    | _ => refuse entry "wrong-shape" end) [::] entries in Ok (rev l).
Variable x : context.
Definition hermitian (t : terms) : bool :=
  let p := terms_poly x t in let S := its_alphabet x in let K := KK x in
  tzero (addmul S (c1 K) p (one K) (addmul S (cz K (-1)) (pstar p) (one K) Lf)).
(* terms of a functional or hypothesis; an operator must equal its adjoint where its mean is spoken of *)
Definition read_polynomial (n : node) : res terms :=
  let! t := read_terms n in
  let! _ := require (negb behaviours_only || all (fun m => behaviour_word m.2) t) n "not-a-word" in Ok t.
Definition read_functional (n : node) : res terms :=
  let! t := read_polynomial n in
  let! _ := require (behaviours_only || hermitian t) n "not-hermitian" in Ok t.
Definition read_hypothesis (n : node) : res (string * hkind * terms) :=
  let! found := fields [:: "name"; "kind"; "polynomial"] [:: "sense"] n in
  let! s := name lower_case (lower_case ++ digits10 ++ "-") 31 (get "name" found) in
  let! k := choice [:: "mean"; "relation"; "positive"; "annihilates"] (get "kind" found) in
  let! t := read_polynomial (get "polynomial" found) in
  let! _ := require (Bool.eqb (seqb k "mean") (has "sense" found)) n (if seqb k "mean" then "missing-key" else "unknown-key") in
  let! kind := if has "sense" found then
      let! z := choice [:: ">=0"; "=0"] (get "sense" found) in Ok (if seqb z ">=0" then MeanNN else Mean0)
    else Ok (if seqb k "relation" then Relation else if seqb k "positive" then Positive else Annihilates) in
  let! _ := require (negb behaviours_only || seqb k "mean") n "wrong-kind" in
  let! _ := require (behaviours_only || negb (seqb k "mean" || seqb k "positive") || hermitian t) (get "polynomial" found) "not-hermitian" in
  Ok (s, kind, t).
End Words.
End Read.
