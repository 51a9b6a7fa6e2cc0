(** Reading statements of each kind (section 6 of the page). *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Ascii String.
From Bellcert Require Import Words Operators Rules Symbols LinearPrograms Json ReadFields Statements Compile ReadStatements.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope string_scope.

Section Read. Variables (lim : limits) (e : effort).
Local Notation items := (items (max_items lim)).
Local Notation listed := (listed (max_items lim)).
Definition set_named (s : string) : behaviours :=
  if seqb s "local" then Local else if seqb s "no-signalling" then Statements.NoSignalling else if seqb s "time-ordered" then TimeOrdered
  else if seqb s "quantum-commuting" then QuantumCommuting else QuantumTensor.
Definition operators (c : setting) : bool := negb (behaviours_only c).
(** What the parts of a statement are read with. *)
Record reader := Reader { its_setting : setting; its_context : context; its_names : seq (string * atom) }.
Definition setting_keys : seq string := [:: "kind"; "set"; "scenario"].
Definition setting_options : seq string := [:: "field"; "symbols"; "relations"; "conditions"; "hypotheses"; "vacuity"].
Definition read_setting (sets : seq string) (found : seq (string * node)) : res reader :=
  let! s := choice [:: "local"; "no-signalling"; "time-ordered"; "quantum-commuting"; "quantum-tensor"] (get "set" found) in
  let! _ := require (mem_string s sets) (get "set" found) "wrong-kind" in
  let b := set_named s in
  let! field := if has "field" found then let! f := read_field lim (get "field" found) in Ok (Some f) else Ok None in
  let c0 := Setting b [::] [::] [::] field [::] [::] [::] [::] Everywhere in
  let! sn := listed "symbols" 1 found in
  let! _ := require (Nat.leb (size sn) 6) (get "symbols" found) "size" in
  let! symbols := read_symbols lim c0 sn in
  let! rn := listed "relations" 1 found in
  let! c1 := read_relations lim (Setting b [::] [::] [::] field symbols [::] [::] [::] Everywhere) rn in
  let! dn := listed "conditions" 1 found in
  let! conditions := read_conditions lim c1 dn in
  let scn := get "scenario" found in
  let! parts := fields [:: "parties"] [:: "commuting"; "signalling"] scn in
  let! pn := items 1 None (get "parties" parts) in
  let! parties := read_parties lim scn pn in
  let party := nth 0%nat (flatten [seq nseq (size p.2.2) p.1 | p <- zip (iota 0 (size parties)) parties]) in
  let! cn := listed "commuting" 1 parts in
  let! commuting := read_commuting lim (names_of parties) party cn in
  let! signalling := if has "signalling" parts then read_signalling lim (map fst parties) (get "signalling" parts) else Ok [::] in
  let! _ := require (Nat.leb (letters_of parties) 64) scn "size" in
  let c := Setting b parties commuting signalling field symbols (relations_of c1) conditions [::] Everywhere in
  let! _ := require (operators c || nilp commuting) scn "wrong-kind" in
  let! _ := require (Bool.eqb (negb (nilp signalling)) (match b with TimeOrdered => true | _ => false end)) scn "wrong-kind" in
  let x := context_of e c in
  let names := atom_names c in
  let! hn := listed "hypotheses" 1 found in
  let! _ := require (Nat.leb (size hn) 512) (get "hypotheses" found) "size" in
  let! hypotheses := fold (fun l n =>
    let! h := read_hypothesis lim c names x n in
    let! _ := require (negb (mem_string h.1.1 (map (fun q : string * hkind * terms => q.1.1) l))) n "duplicate-name" in
    Ok (rcons l h)) [::] hn in
  let vn := get "vacuity" found in
  let! vacuity := if negb (has "vacuity" found) then Ok Everywhere else
    let! _ := require (negb (nilp hypotheses)) vn "unknown-key" in
    match value vn with
    | JObject _ =>
      let! _ := require (negb (nilp symbols)) vn "unknown-key" in
      let! point := fields (map fst symbols) [::] vn in
      let! p := traverse (fun s => read_number lim (degree_of c) (get s point)) (map fst symbols) in Ok (ShownAt p)
    | _ => let! _ := choice [:: "unchecked"] vn in Ok Unchecked end in
  let c' := Setting b parties commuting signalling field symbols (relations_of c1) conditions hypotheses vacuity in
  Ok (Reader c' (@Context c' e (its_field x) (its_ring x) (its_alphabet x) (its_atoms x)) names).
Definition four_sets : seq string := [:: "local"; "no-signalling"; "time-ordered"; "quantum-commuting"].

Definition read_values (r : reader) (n : node) : res (seq (terms * coefficient)) :=
  let! entries := items 1 None n in
  traverse (fun entry =>
    let! found := fields [:: "functional"; "value"] [::] entry in
    let! f := read_functional lim (its_setting r) (its_names r) (its_context r) (get "functional" found) in
    let! v := read_coefficient lim (its_setting r) (get "value" found) in Ok (f, v)) entries.
Fixpoint increasing (l : seq nat) : bool := match l with i :: ((j :: _) as l') => Nat.ltb i j && increasing l' | _ => true end.
Fixpoint all_commute (c : setting) (l : seq nat) : bool := match l with
  | [::] => true | i :: l' => all (commute_inputs c i) l' && all_commute c l' end.

Definition read_bound (n : node) : res (reader * statement) :=
  let! found := fields (seq.cat setting_keys [:: "functional"; "sense"; "bound"]) setting_options n in
  let! r := read_setting four_sets found in
  let c := its_setting r in
  let! f := read_functional lim c (its_names r) (its_context r) (get "functional" found) in
  let! s := choice [:: "<="; ">="] (get "sense" found) in
  let! b := read_coefficient lim c (get "bound" found) in
  Ok (r, Bound c f (if seqb s "<=" then Le else Ge) b).
Definition read_empty (n : node) : res (reader * statement) :=
  let! found := fields (seq.cat setting_keys [:: "hypotheses"]) setting_options n in
  let! r := read_setting four_sets found in
  let! _ := require (negb (has "vacuity" found)) (get "vacuity" found) "unknown-key" in
  Ok (r, Empty (its_setting r)).
Definition read_guessing (n : node) : res (reader * statement) :=
  let! found := fields (seq.cat setting_keys [:: "guessed"; "bound"]) setting_options n in
  let! r := read_setting four_sets found in
  let c := its_setting r in
  let! _ := require (all (fun h : string * hkind * terms => match h.1.2 with Mean0 | MeanNN => true | _ => false end) (hypotheses_of c))
    (get "hypotheses" found) "wrong-kind" in
  let gn := get "guessed" found in
  let! nodes := items 1 None gn in
  let! inputs := traverse (read_input_name (names_of (parties_of c))) nodes in
  let! _ := require [&& negb (nilp inputs), increasing inputs & all_commute c inputs] gn "terms-order" in
  let! _ := require (Z.leb (foldr Z.mul 1%Z [seq Z.of_nat (noutcomes (inputs_of c) i) | i <- inputs]) 4096) gn "size" in
  let! _ := require (operators c || behaviour_word c [seq (i, 1%nat) | i <- inputs]) gn "not-a-word" in
  let! b := read_coefficient lim c (get "bound" found) in
  Ok (r, Guessing c inputs b).
Definition read_value (n : node) : res (reader * statement) :=
  let! found := fields (seq.cat setting_keys [:: "values"]) setting_options n in
  let! r := read_setting [:: "local"; "no-signalling"; "time-ordered"; "quantum-tensor"] found in
  let! l := read_values r (get "values" found) in
  let! _ := require (negb (has "vacuity" found)) (get "vacuity" found) "unknown-key" in
  Ok (r, Value (its_setting r) l).
Definition read_equality (n : node) : res (reader * statement) :=
  let! found := fields (seq.cat setting_keys [:: "values"]) setting_options n in
  let! r := read_setting [:: "quantum-commuting"] found in
  let! l := read_values r (get "values" found) in
  Ok (r, Equality (its_setting r) l).
Definition read_statement (n : node) : res (reader * statement) :=
  let! found := members n in
  let! _ := require (has "kind" found) n "missing-key" in
  let kn := get "kind" found in
  let! k := text kn in
  if seqb k "bound" then read_bound n else if seqb k "empty" then read_empty n
  else if seqb k "guessing" then read_guessing n else if seqb k "value" then read_value n
  else if seqb k "equality" then read_equality n
  else refuse kn "rule"   (* there may be such a kind: it is beyond this checker *).
End Read.
