(** One certificate in, one verdict out: the statement is read, then the witness in the order of the page, then it is judged. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Ascii String.
From Bellcert Require Import Words Operators Rules Rationals Fields Symbols LinearPrograms Ideals GuessingBehaviours Tables Json ReadFields Statements Compile ReadStatements ReadKinds ReadWitness Objects Judge.
From Bellcert Require Text.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope string_scope.

Section Check. Variables (lim : limits) (e : effort).
Local Notation items := (items (max_items lim)).
Local Notation small := (small (max_digits lim)).

(** * Witnesses *)
Section Witness. Variables (s : statement) (sn : node) (x : context) (names : seq (string * atom)).
Local Notation c := (made_of x).
Local Notation K := (KK x).
Definition claims_nothing : bool := match s with Empty _ => true | _ => false end.
Definition some_items (keys : seq string) (found : seq (string * node)) : res bool :=
  fold (fun b k => if b then Ok true else
    if has k found then let! l := items 0 None (get k found) in Ok (negb (nilp l)) else Ok false) false keys.
Definition sos_parts : seq string := [:: "squares"; "grams"; "localised"; "relations"; "annihilations"].
Definition read_squares_witness (n : node) : res (witness x) :=
  let! found := fields [::] (seq.cat sos_parts [:: "means"; "derivations"; "multiplier"; "symbols"; "feasible"]) n in
  let! any := some_items (rcons sos_parts "means") found in
  let! _ := require any n "witness-empty" in
  let! _ := read_vacuity lim x names claims_nothing sn found n in
  let! m := read_multiplier lim x found in
  let! d := read_derivations lim x names found in
  let! ms := read_means lim x found in
  let! P := @read_parts lim x names (kill_names d) ms found in
  Ok (BySquares m (the_derivations d) P).
Definition is_local : bool := match set_of c with Local => true | _ => false end.
Definition strategies_count : Z := foldr (fun i z => Z.mul (Z.of_nat i.2) z) 1%Z (inputs_of c).
(* the stated number of strategies; enumeration has its limit *)
Definition read_strategies (found : seq (string * node)) (n : node) : res unit :=
  let! _ := require (Z.leb strategies_count 262144) n "size" in
  let! z := integer (max_digits lim) (Some 1%Z) None (get "strategies" found) in
  require (Z.eqb z strategies_count) (get "strategies" found) "strategy".
Definition read_dual_witness (n : node) : res (witness x) :=
  let key := if is_local then "strategies" else "events" in
  let! found := fields [:: key] [:: "means"; "symbols"; "feasible"] n in
  let! any := if is_local then Ok true else some_items [:: "events"; "means"] found in
  let! _ := require any n "witness-empty" in
  let! _ := read_vacuity lim x names claims_nothing sn found n in
  let! ms := read_means lim x found in
  if is_local then let! _ := read_strategies found n in Ok (ByStrategies ms)
  else let! l := read_events lim x names (get "events" found) in Ok (ByEvents ms l).
Definition read_branch_event (event : aword) (found : seq (string * node)) : res unit :=
  let! w := read_word c names (get "event" found) in
  require (weq (flatten [seq [:: a.1; a.2] | a <- w]) (flatten [seq [:: a.1; a.2] | a <- event])) (get "event" found) "terms-order".
(* the first fault decides: where a part cannot be read, those before it are judged *)
Fixpoint read_in_order {B} (read : aword * node -> res B) (ok : aword * B -> bool) (code : string) (past : seq (aword * node * B)) (l : seq (aword * node)) : res (seq B) := match l with
  | [::] => Ok (rev [seq ab.2 | ab <- past])
  | a :: l' => match read a with
    | Ok b => read_in_order read ok code ((a, b) :: past) l'
    | Refused p r => match seq.filter (fun ab : aword * node * B => negb (ok (ab.1.1, ab.2))) (rev past) with
      | ab :: _ => refuse ab.1.2 code | [::] => Refused p r end end end.
Definition ok_branch (m : K) ds ms (b : coefficient) (eP : aword * parts K) : bool :=
  check_guessing (its_alphabet x) (compile_hypotheses x) (lift x b) m ds ms [:: word_poly x eP.1] [:: eP.2].
Definition ok_branch_strategies ms (b : coefficient) (a : aword) : bool := check_guess_local (inputs_of c) (behaviour_hypotheses x) (lift x b) ms [:: a].
Definition ok_branch_events ms (b : coefficient) (ab : aword * seq (K * aword)) : bool :=
  check_guess_ns (inputs_of c) (behaviour_hypotheses x) (lift x b) ms [:: ab].
Definition ok_membership (m : K) ds (v : terms * coefficient) (uses : seq (nat * poly K)) : bool :=
  check_ideal (its_alphabet x) (compile_hypotheses x) m ds [:: (terms_poly x v.1, lift x v.2, uses)].
Definition read_guessing_witness (b : coefficient) (events : seq aword) (n : node) : res (witness x) :=
  let quantum := operators c in
  let! found := fields [:: "branches"] (seq.cat [:: "means"; "symbols"; "feasible"] (if quantum then [:: "derivations"; "multiplier"] else [::])) n in
  let! _ := read_vacuity lim x names claims_nothing sn found n in
  let! m := read_multiplier lim x found in
  let! d := read_derivations lim x names found in
  let! ms := read_means lim x found in
  let! bn := items 0 (Some (size events)) (get "branches" found) in
  let branches := zip events bn in
  if quantum then
    let! Ps := read_in_order (fun eb =>
      let! f := fields [:: "event"] [:: "squares"; "grams"; "annihilations"] eb.2 in
      let! _ := read_branch_event eb.1 f in
      @read_parts lim x names (kill_names d) [::] f) (ok_branch m (the_derivations d) ms b) "identity" [::] branches in
    Ok (ByBranches m (the_derivations d) ms Ps)
  else if is_local then
    let! _ := read_in_order (fun eb =>
      let! f := fields [:: "event"; "strategies"] [::] eb.2 in
      let! _ := read_branch_event eb.1 f in read_strategies f eb.2) (fun eb => ok_branch_strategies ms b eb.1) "strategy" [::] branches in
    Ok (ByBranchStrategies ms)
  else
    let! ls := read_in_order (fun eb =>
      let! f := fields [:: "event"; "events"] [::] eb.2 in
      let! _ := read_branch_event eb.1 f in read_events lim x names (get "events" f)) (ok_branch_events ms b) "identity" [::] branches in
    Ok (ByBranchEvents ms ls).
Definition read_ideal_witness (values : seq (terms * coefficient)) (n : node) : res (witness x) :=
  let! found := fields [:: "memberships"] [:: "derivations"; "multiplier"; "symbols"; "feasible"] n in
  let! _ := read_vacuity lim x names claims_nothing sn found n in
  let! m := read_multiplier lim x found in
  let! d := read_derivations lim x names found in
  let! mn := items 0 (Some (size values)) (get "memberships" found) in
  let! uses := fold (fun past vn =>
    match (let! f := fields [:: "annihilations"] [::] vn.2 in read_annihilations lim x names (kill_names d) f) with
    | Ok u => Ok (rcons past u)
    | Refused p r =>
      let oks := [seq ok_membership m (the_derivations d) vu.1 vu.2 | vu <- zip values past] in
      if all id oks then Refused p r else refuse (nth n mn (find negb oks)) "identity" end) [::] (zip values mn) in
  Ok (ByMemberships m (the_derivations d) uses).
(* an explicit table; what the theorem needs is judged again on its cells *)
Definition cells_of (t : Objects.table x) : seq (aword * K) :=
  flatten [seq [seq (zip r.1 (map Datatypes.S ok.1), ok.2) | ok <- r.2] | r <- t].
Definition read_point_witness (values : seq (terms * coefficient)) (n : node) : res (witness x) :=
  let! found := fields [:: "behaviour"] [:: "norm"; "symbols"] n in
  let! _ := read_point lim x sn found n in
  let! t := read_table lim x names (get "behaviour" found) in
  let! N := if has "norm" found then read_weight lim x true (get "norm" found) else Ok (c1 K) in
  let w := cells_of t in
  let! _ := require (czero (cadd (Tables.table_mean (inputs_of c) w [::]) (copp N))) n "not-admissible" in
  let! _ := require (all (table_hypothesis w) (hypotheses_of c)) n "not-admissible" in
  let vn := match members sn with Ok m => get "values" m | Refused _ _ => sn end in
  let! _ := traverse (fun iv => require (table_value N w iv.2) (Node (Index iv.1 :: place vn) (value vn)) "not-attained")
    (zip (iota 0 (size values)) values) in
  Ok (ByTable N w).
End Witness.

(** * Certificates *)
Definition rule_names : seq string := [:: "sos"; "lp-dual"; "farkas"; "guessing"; "ideal"; "point"].
Definition is_time_ordered (c : setting) : bool := match set_of c with TimeOrdered => true | _ => false end.
Definition read_witness (rule : string) (s : statement) (names : seq (string * atom)) (sn wn : node) (x : context) : res (witness x) :=
  let c := setting_of s in
  let quantum := operators c in
  match s with
  | Bound _ _ _ _ =>
    if seqb rule "sos" then let! _ := require quantum sn "wrong-kind" in read_squares_witness s sn x names wn
    else if seqb rule "lp-dual" then
      let! _ := require (negb quantum) sn "wrong-kind" in
      let! _ := require (negb (is_time_ordered c)) sn "rule" in read_dual_witness s sn x names wn
    else refuse sn "wrong-kind"
  | Empty _ =>
    let! _ := require (seqb rule "farkas") sn "wrong-kind" in
    let! _ := require (negb (is_time_ordered c)) sn "rule" in
    if quantum then read_squares_witness s sn x names wn else read_dual_witness s sn x names wn
  | Guessing _ g b =>
    let! _ := require (seqb rule "guessing") sn "wrong-kind" in
    let! _ := require (negb (is_time_ordered c)) sn "rule" in
    read_guessing_witness s sn x names b (events_of c g) wn
  | Equality _ l => let! _ := require (seqb rule "ideal") sn "wrong-kind" in read_ideal_witness s sn x names l wn
  | Value _ l =>
    let! _ := require (seqb rule "point") sn "wrong-kind" in
    let! _ := require (match set_of c with Statements.NoSignalling => true | _ => false end) sn "rule" in
    read_point_witness sn x names l wn end.
(* where a proof that does not add up is refused: an identity, or a strategy *)
Definition unproved (s : statement) : string := match set_of (setting_of s) with Local => "strategy" | _ => "identity" end.
Definition format_name : string := "bellcert/1".
(* the branch or membership that fails, for the place of a refusal *)
Definition first_fault {A} (ok : A -> bool) (l : seq A) (key : string) (n : node) : node :=
  Node (Index (find (fun a => negb (ok a)) l) :: Key key :: place n) (value n).
Definition fault (s : statement) (x : context) (w : witness x) (n : node) : node := match s, w with
  | Guessing c g b, ByBranches m ds ms Ps => first_fault (ok_branch m ds ms b) (zip (events_of c g) Ps) "branches" n
  | Guessing c g b, ByBranchStrategies ms => first_fault (ok_branch_strategies ms b) (events_of c g) "branches" n
  | Guessing c g b, ByBranchEvents ms branches => first_fault (ok_branch_events ms b) (zip (events_of c g) branches) "branches" n
  | Equality c values, ByMemberships m ds uses => first_fault (fun vu => ok_membership m ds vu.1 vu.2) (zip values uses) "memberships" n
  | _, _ => n end.
(** The statement that is proved, or the refusal. *)
Definition check (tree : json) : res statement :=
  let n := Node [::] tree in
  let! m := members n in
  let! _ := require (has "format" m) n "missing-key" in
  let! f := text (get "format" m) in
  let! _ := require (seqb f format_name) (get "format" m) "unknown-format" in
  let! pm := if has "provenance" m then members (get "provenance" m) else Ok [::] in
  let! _ := traverse (fun kv => text kv.2) pm in
  let! found := fields [:: "rule"; "statement"; "witness"] [:: "format"; "provenance"] n in
  let rn := get "rule" found in
  let! rule := text rn in
  (* there may be a rule of another name: it is beyond this checker *)
  let! _ := require (mem_string rule rule_names) rn "rule" in
  let sn := get "statement" found in
  let! rs := read_statement lim e sn in
  let s := rs.2 in
  let wn := get "witness" found in
  let! wm := members wn in
  let! _ := require (negb (nilp wm)) wn "witness-empty" in
  let x := context_of e (setting_of s) in
  let! w := read_witness rule s (its_names rs.1) sn wn x in
  if judge s w then Ok s else refuse (fault s w wn) (unproved s).
Definition answer (tree : json) : res (seq string) := let! s := check tree in Ok (Text.lines s).
End Check.
