(** Reading witnesses of the rules about operators and behaviours (sections 4 and 8 of the page). *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Ascii String.
From Bellcert Require Import Words Operators Rules Rationals Fields Symbols Scenarios LinearPrograms Json ReadFields Statements Compile ReadStatements Definite.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope string_scope.

Section Read. Variables (lim : limits) (x : context) (names : seq (string * atom)).
Local Notation items := (items (max_items lim)).
Local Notation listed := (listed (max_items lim)).
Local Notation integer := (integer (max_digits lim)).
Local Notation c := (made_of x).
Local Notation K := (KK x).
Local Notation S := (its_alphabet x).

(** * Weights *)
Definition read_cone (strict : bool) (n : node) : res K :=
  let! entries := items 0 None n in
  let conditions := all_conditions c in
  let! l := traverse (fun entry =>
    let! two := items 0 (Some 2%nat) entry in
    match two with
    | [:: cn; fn] =>
      let! k := read_number lim (degree_of c) cn in
      let! _ := require (@cpos (KF x) k) cn "weight-sign" in
      let! factors := items 0 None fn in
      let! _ := require (Nat.leb (size factors) 24) fn "size" in
      let! l := traverse (fun f => let! z := integer (Some Z0) None f in
        let! _ := require (Z.ltb z (Z.of_nat (size conditions))) f "unknown-name" in Ok (Z.to_nat z)) factors in
      Ok (k, l)
    | _ => refuse entry "wrong-shape" end) entries in
  let! _ := require (negb strict || seq.has (fun t => all (fun i => (nth ([::], false) conditions i).2) t.2) l) n "weight-sign" in
  Ok (@Cone (KF x) l).
Definition read_weight (strict : bool) (n : node) : res K :=
  match value n with
  | JObject l =>
    if mem_string "cone" (map fst l) then
      let! found := fields [:: "cone"] [::] n in read_cone strict (get "cone" found)
    else
      let! p := read_coefficient lim c n in
      let! _ := require (negb strict && cnn (lift x p)) n "weight-sign" in Ok (lift x p)
  | _ =>
    let! p := read_coefficient lim c n in
    let! _ := require (if strict then cpos (lift x p) else cnn (lift x p)) n "weight-sign" in Ok (lift x p) end.
Definition read_multiplier (found : seq (string * node)) : res K :=
  if has "multiplier" found then read_weight true (get "multiplier" found) else Ok (c1 K).

(** * Hypotheses *)
Definition hypothesis_names : seq string := [seq h.1.1 | h <- hypotheses_of c].
Definition kind_of (i : nat) : hkind := (nth ("", Mean0, [::]) (hypotheses_of c) i).1.2.
Definition hypothesis_of (wanted : hkind -> bool) (n : node) : res nat :=
  let! s := text n in
  match position s hypothesis_names 0 with
  | None => refuse n "unknown-name"
  | Some i => let! _ := require (wanted (kind_of i)) n "hypothesis-use" in Ok i end.
Definition is_mean (k : hkind) : bool := match k with Mean0 | MeanNN => true | _ => false end.
Definition is_relation (k : hkind) : bool := match k with Relation => true | _ => false end.
Definition is_positive (k : hkind) : bool := match k with Positive => true | _ => false end.
Definition is_annihilation (k : hkind) : bool := match k with Annihilates => true | _ => false end.
Definition read_means (found : seq (string * node)) : res (seq (nat * K)) :=
  let! l := listed "means" 0 found in
  traverse (fun n =>
    let! f := fields [:: "hypothesis"; "weight"] [::] n in
    let! i := hypothesis_of is_mean (get "hypothesis" f) in
    let! k := match kind_of i with
      | Mean0 => let! p := read_coefficient lim c (get "weight" f) in Ok (lift x p)
      | _ => read_weight false (get "weight" f) end in
    Ok (i, k)) l.

(** * Operators *)
Definition read_operator (n : node) : res (poly K) := let! t := read_terms lim c names n in Ok (terms_poly x t).
Definition read_squares (nodes : seq node) : res (seq (K * poly K)) :=
  traverse (fun n =>
    let! f := fields [:: "weight"; "polynomial"] [::] n in
    let! k := read_weight false (get "weight" f) in
    let! p := read_operator (get "polynomial" f) in Ok (k, p)) nodes.
(* a word of letters: every atom is one *)
Definition read_letters (n : node) : res word :=
  let! w := read_word c names n in
  let C := the_scenario c in
  let letters := [seq lidx C a | a <- w] in
  let! _ := require (all (fun a => Nat.ltb a (size (table C))) letters) n "not-a-word" in
  Ok letters.
Definition read_rows (rows : seq node) : res (seq (seq node)) :=
  traverse (fun ir => items 0 (Some ir.1.+1) ir.2) (zip (iota 0 (size rows)) rows).
Definition is_string (n : node) : bool := match value n with JString _ => true | _ => false end.
Definition read_entry (n : node) : res number :=
  let! p := read_coefficient lim c n in
  match p with [::] => Ok [::] | [:: ([::], k)] => Ok k | _ => refuse n "wrong-field" end.
(* a Gram matrix with a factor, or the squares that add up to one without *)
Definition gram_squares (ws : seq word) (den : positive) (rows : seq (seq number)) (n : node) : res (seq (K * poly K)) :=
  match squares_of (its_field x) (sign_steps (steps x)) rows with
  | None => refuse n "indefinite"
  | Some l =>
    let d := @cinv (KF x) den in
    Ok [seq (@Pl (KF x) [:: ([::], @cmul (KF x) dv.1 d)],
             [seq (wk.1, @Pl (KF x) [:: ([::], wk.2)]) | wk <- zip ws dv.2 & negb (nilp wk.2)]) | dv <- l] end.
Definition read_gram (n : node) : res (seq gram * seq (K * poly K)) :=
  let! f := fields [:: "words"; "denominator"; "rows"] [:: "factor"] n in
  let! wn := items 0 None (get "words" f) in
  let! ws := traverse read_letters wn in
  let! _ := require (Nat.leb (size ws) 256) (get "words" f) "size" in
  let! d := integer (Some 1%Z) None (get "denominator" f) in
  let den := Z.to_pos d in
  let! rn := items 0 (Some (size ws)) (get "rows" f) in
  let! rows := read_rows rn in
  if all (fun r => all is_string r) rows then
    let! m := traverse (traverse (integer None None)) rows in
    if has "factor" f then
      let fn := get "factor" f in
      let! g := fields [:: "scale"; "rows"] [::] fn in
      let! s := integer (Some 1%Z) None (get "scale" g) in
      let! ln := items 0 (Some (size ws)) (get "rows" g) in
      let! lrows := read_rows ln in
      let! l := traverse (traverse (integer None None)) lrows in
      let g' := Gram ws den m s l in
      let! _ := require (gram_ok g') fn "indefinite" in Ok ([:: g'], [::])
    else
      let! sq := gram_squares ws den (map (map (fun z => if Z.eqb z 0 then [::] else [:: qof z])) m) n in Ok ([::], sq)
  else
    let! m := traverse (traverse read_entry) rows in
    let! _ := require (negb (has "factor" f)) (get "factor" f) "wrong-field" in
    let! sq := gram_squares ws den m n in Ok ([::], sq).
Definition read_grams (found : seq (string * node)) : res (seq gram * seq (K * poly K)) :=
  let! l := listed "grams" 0 found in
  let! r := traverse read_gram l in Ok (flatten (map fst r), flatten (map snd r)).
Definition read_localised (found : seq (string * node)) : res (seq (nat * seq (K * poly K))) :=
  let! l := listed "localised" 0 found in
  traverse (fun n =>
    let! f := fields [:: "hypothesis"; "squares"] [::] n in
    let! i := hypothesis_of is_positive (get "hypothesis" f) in
    let! sn := items 0 None (get "squares" f) in
    let! sq := read_squares sn in Ok (i, sq)) l.
Definition read_relation_uses (found : seq (string * node)) : res (seq (nat * K * poly K * poly K)) :=
  let! l := listed "relations" 0 found in
  traverse (fun n =>
    let! f := fields [:: "hypothesis"; "coefficient"; "left"; "right"] [::] n in
    let! i := hypothesis_of is_relation (get "hypothesis" f) in
    let! k := read_coefficient lim c (get "coefficient" f) in
    let! u := read_word c names (get "left" f) in
    let! v := read_word c names (get "right" f) in
    Ok (i, lift x k, word_poly x u, word_poly x v)) l.
(* names of derived operators come first, then those of hypotheses *)
Definition read_annihilations (kills : seq string) (found : seq (string * node)) : res (seq (nat * poly K)) :=
  let! l := listed "annihilations" 0 found in
  traverse (fun n =>
    let! f := fields [:: "hypothesis"; "polynomial"] [::] n in
    let! s := text (get "hypothesis" f) in
    let! i := match position s kills 0 with
      | Some i => Ok i
      | None => let! j := hypothesis_of is_annihilation (get "hypothesis" f) in Ok (size kills + j)%nat end in
    let! p := read_operator (get "polynomial" f) in Ok (i, p)) l.
(** The derivations, with the names and operators that they add; each is checked where it stands. *)
Record derived := Derived { the_derivations : seq (derivation K); kill_names : seq string; kill_polys : seq (poly K) }.
Definition read_derivations (found : seq (string * node)) : res derived :=
  let H := compile_hypotheses x in
  let! l := listed "derivations" 0 found in
  fold (fun a n =>
    let! f := fields [:: "squares"] [:: "means"; "annihilations"] n in
    let! ms := read_means f in
    let! an := read_annihilations (kill_names a) f in
    let! sn := items 0 None (get "squares" f) in
    let! sq := fold (fun (b : seq string * seq (K * poly K)) q =>
      let! g := fields [:: "name"; "weight"; "polynomial"] [::] q in
      let! s := name lower_case (lower_case ++ digits10 ++ "-") 31 (get "name" g) in
      let! _ := require (negb (mem_string s hypothesis_names || mem_string s b.1)) (get "name" g) "duplicate-name" in
      let! k := read_weight true (get "weight" g) in
      let! p := read_operator (get "polynomial" g) in
      Ok (rcons b.1 s, rcons b.2 (k, p))) (kill_names a, [::]) sn in
    let d := Derivation sq.2 ms an in
    let! _ := require (check_derivation S H (kill_polys a) d) n "identity" in
    Ok (Derived (rcons (the_derivations a) d) sq.1 (seq.cat (kill_polys a) (map snd sq.2)))) (Derived [::] [::] [::]) l.
(** The parts of an sos witness, or of a branch of a guessing one. *)
Definition read_parts (kills : seq string) (means : seq (nat * K)) (found : seq (string * node)) : res (parts K) :=
  let! sn := listed "squares" 0 found in
  let! sq := read_squares sn in
  let! g := read_grams found in
  let! loc := read_localised found in
  let! rel := read_relation_uses found in
  let! an := read_annihilations kills found in
  Ok (Parts means (seq.cat sq g.2) g.1 loc rel an).
(** Weighted events of behaviours. *)
Definition read_events (n : node) : res (seq (K * aword)) :=
  let! l := items 0 None n in
  traverse (fun entry =>
    let! two := items 0 (Some 2%nat) entry in
    match two with
    | [:: kn; wn] =>
      let! k := read_weight false kn in
      let! w := read_word c names wn in
      let! _ := require (behaviour_word c w && negb (nilp w) && all (fun a => Nat.ltb 0 a.2) w) wn "not-a-word" in Ok (k, w)
    | _ => refuse entry "wrong-shape" end) l.
End Read.
