(** Explicit objects: tables of probabilities and quantum models, their means, and the hypotheses they satisfy (section 7). *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Ascii String.
From Bellcert Require Import Words Operators Rationals Fields Symbols Scenarios LinearPrograms Json ReadFields Statements Compile ReadStatements ReadKinds ReadWitness Definite.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope string_scope.

Section Objects. Variables (lim : limits) (x : context) (names : seq (string * atom)).
Local Notation items := (items (max_items lim)).
Local Notation c := (made_of x).
Local Notation K := (KK x).
Local Notation KF := (KF x).
Definition k0 : K := @Pl KF [::].
Definition kneg (k : K) : K := copp k.
Definition ksum (l : seq K) : K := foldr (@cadd K) k0 l.
Definition same (a b : K) : bool := czero (cadd a (kneg b)).
(** * Values at a point of the symbols *)
Fixpoint npower (v : number) (n : nat) : number := match n with O => [:: qof 1] | Datatypes.S n' => @cmul KF v (npower v n') end.
Fixpoint monomial_at (m : seq nat) (p : seq number) (v : number) : number := match m, p with
  | k :: m', a :: p' => monomial_at m' p' (if Nat.eqb k 0 then v else @cmul KF v (npower a k)) | _, _ => v end.
Definition at_point (p : seq number) (s : coefficient) : number :=
  foldr (fun m v => @cadd KF (monomial_at m.1 p m.2) v) [::] s.
Definition value_of (k : K) : coefficient := @tp KF (its_ring x) (reduce_steps (steps x)) k.
(* no point is given where the object has to be right for all values of the symbols *)
Definition zero_at (p : seq number) (k : K) : bool := match p with [::] => czero k | _ => @czero KF (at_point p (value_of k)) end.
Definition nonnegative_at (p : seq number) (k : K) : bool := match p with
  | [::] => cnn k | _ => @cnn KF (at_point p (value_of k)) end.

(** * Tables *)
Definition row := seq (seq nat * K).   (* outcomes of all parties, probability *)
Definition table := seq (seq nat * row).   (* one input of each party *)
Definition choices : seq (seq nat) :=
  [seq [seq i <- iota 0 (size (inputs_of c)) | Nat.eqb (partyof (inputs_of c) i) p] | p <- iota 0 (size (parties_of c))].
Fixpoint row_of (s : seq nat) (t : table) : row := match t with [::] => [::] | r :: t' => if weq r.1 s then r.2 else row_of s t' end.
Fixpoint add_cell (s o : seq nat) (k : K) (t : table) : table := match t with
  | [::] => [:: (s, [:: (o, k)])] | r :: t' => if weq r.1 s then (s, (o, k) :: r.2) :: t' else r :: add_cell s o k t' end.
Definition cell_count : Z := foldr (fun ch z => Z.mul (Z.of_nat (sumn [seq noutcomes (inputs_of c) i | i <- ch])) z) 1%Z choices.
Definition marginal (kept : seq bool) (r : row) : row := foldr (fun ok l => badd (@cadd K) (mask kept ok.1) ok.2 l) [::] r.
Definition same_rows (a b : row) : bool :=
  all (fun ok => czero ok.2) (foldr (fun ok l => badd (@cadd K) ok.1 (kneg ok.2) l) (foldr (fun ok l => badd (@cadd K) ok.1 ok.2 l) [::] a) b).
Fixpoint put_at {T} (k : nat) (v : T) (l : seq T) : seq T := match l, k with
  | [::], _ => [::] | _ :: l', O => v :: l' | a :: l', Datatypes.S k' => a :: put_at k' v l' end.
Definition admissible_party (t : table) (k : nat) : bool :=
  let receives p := seq.has (fun r => Nat.eqb r.1 k && Nat.eqb r.2 p) (signalling_of c) in
  let kept := [seq negb (Nat.eqb p k || receives p) | p <- iota 0 (size choices)] in
  let first := head 0%nat (nth [::] choices k) in
  all (fun s => Nat.eqb (nth 0%nat s k) first || same_rows (marginal kept (row_of s t)) (marginal kept (row_of (put_at k first s) t))) (tuples choices).
Definition read_table (n : node) : res table :=
  let! _ := require (Z.leb cell_count 65536) n "size" in
  let! l := items 0 None n in
  let! t := fold (fun (t : table) entry =>
    let! two := items 0 (Some 2%nat) entry in
    match two with
    | [:: kn; wn] =>
      let! k := read_weight lim x false kn in
      let! w := read_word c names wn in
      let! _ := require (weq [seq party_of_input c a.1 | a <- w] (iota 0 (size (parties_of c))) && all (fun a => Nat.ltb 0 a.2) w) wn "not-a-word" in
      let s := map fst w in let o := map (fun a => a.2.-1) w in
      let! _ := require (negb (seq.has (fun r => weq r.1 o) (row_of s t))) wn "terms-order" in
      Ok (add_cell s o k t)
    | _ => refuse entry "wrong-shape" end) [::] l in
  let! _ := require (all (admissible_party t) (iota 0 (size choices))) n "not-admissible" in Ok t.
(* the factor of an outcome: summed over where no atom is given *)
Definition factor (a : option atom) (o : nat) : Z := match a with
  | None => 1 | Some (_, O) => if Nat.eqb o 0 then 1 else -1 | Some (_, Datatypes.S q) => if Nat.eqb o q then 1 else 0 end%Z.
Definition atom_of (w : aword) (p : nat) : option atom := ohead [seq a <- w | Nat.eqb (party_of_input c a.1) p].
Definition table_word (t : table) (w : aword) : K :=
  let atoms := [seq atom_of w p | p <- iota 0 (size choices)] in
  let s := [seq match ac.1 with Some a => a.1 | None => head 0%nat ac.2 end | ac <- zip atoms choices] in
  ksum [seq cmul (cz K (foldr (fun ao z => Z.mul (factor ao.1 ao.2) z) 1%Z (zip atoms ok.1))) ok.2 | ok <- row_of s t].
Definition table_mean (t : table) (f : terms) : K := ksum [seq cmul (lift x m.1) (table_word t m.2) | m <- f].

(** * Quantum models *)
Definition complex := (K * K)%type.
Definition z0 : complex := (k0, k0).
Definition kadd (a b : K) : K := if czero a then b else if czero b then a else cadd a b.
Definition kmul (a b : K) : K := if czero a || czero b then k0 else cmul a b.
Definition zadd (a b : complex) : complex := (kadd a.1 b.1, kadd a.2 b.2).
Definition zmul (a b : complex) : complex := (kadd (kmul a.1 b.1) (kneg (kmul a.2 b.2)), kadd (kmul a.1 b.2) (kmul a.2 b.1)).
Definition zzero (a : complex) : bool := czero a.1 && czero a.2.
Definition zsame (a b : complex) : bool := same a.1 b.1 && same a.2 b.2.
Definition conj (a : complex) : complex := (a.1, kneg a.2).
Definition vector := seq complex.
Definition square := seq vector.
Record model := Model { weight_of : K; dimensions : seq nat; state : vector; matrices : seq square }.
Definition read_entry (n : node) : res complex := match value n with
  | JObject l => if mem_string "poly" (map fst l) then let! k := read_coefficient lim c n in Ok (lift x k, k0) else
      let! f := fields [:: "re"; "im"] [::] n in
      let! a := read_coefficient lim c (get "re" f) in
      let! b := read_coefficient lim c (get "im" f) in
      let! _ := require (negb (nilp b)) n "not-reduced" in Ok (lift x a, lift x b)
  | _ => let! k := read_coefficient lim c n in Ok (lift x k, k0) end.
Definition letter_party (a : nat) : nat := party_of_input c (lett (the_scenario c) a).1.
Definition letter_name (a : nat) : string := Text.atom_text c (lett (the_scenario c) a).
Fixpoint chunks (fuel n : nat) (v : vector) : seq vector := match fuel, v with
  | Datatypes.S f, _ :: _ => take n v :: chunks f n (drop n v) | _, _ => [::] end.
Definition combine (r : vector) (rows : seq vector) (zeros : vector) : vector :=
  foldr (fun ar acc => if zzero ar.1 then acc else map (fun uv => zadd (zmul ar.1 uv.1) uv.2) (zip ar.2 acc)) zeros (zip r rows).
(* a matrix on one index of a vector; [after] is the product of the dimensions behind it *)
Definition act (after : nat) (m : square) (v : vector) : vector :=
  let zeros := nseq after z0 in
  flatten [seq let rows := chunks (size b) after b in flatten [seq combine r rows zeros | r <- m] | b <- chunks (size v) (muln (size m) after) v].
Definition product (a b : square) : square := [seq combine r b (nseq (size b) z0) | r <- a].
Definition same_squares (a b : square) : bool := all (fun rs => all (fun uv => zsame uv.1 uv.2) (zip rs.1 rs.2)) (zip a b).
Definition adjoint (m : square) : square := mkseq (fun i => mkseq (fun j => conj (nth z0 (nth [::] m j) i)) (size m)) (size m).
Definition identity (d : nat) : square := mkseq (fun i => mkseq (fun j => if Nat.eqb i j then (c1 K, k0) else z0) d) d.
Definition letters_count : nat := size (Scenarios.table (the_scenario c)).
Definition ok_letter (ms : seq square) (a : nat) : bool :=
  let C := the_scenario c in let m := nth [::] ms a in let l := lett C a in
  same_squares m (adjoint m) && same_squares (product m m) (if Nat.eqb l.2 0 then identity (size m) else m) &&
  all (fun b => let o := nth [::] ms b in let lb := lett C b in
    negb (Nat.eqb (letter_party b) (letter_party a)) ||
    (negb (Nat.eqb lb.1 l.1) || all (all zzero) (product m o)) &&
    (negb (commute_inputs c lb.1 l.1) || same_squares (product m o) (product o m))) (iota 0 a).
Definition read_model (n : node) : res model :=
  let! f := fields [:: "weight"; "dimensions"; "state"; "operators"] [::] n in
  let! w := read_weight lim x false (get "weight" f) in
  let! dn := items 0 (Some (size (parties_of c))) (get "dimensions" f) in
  let! ds := traverse (small (max_digits lim) 1 64) dn in
  let total := foldr muln 1%nat ds in
  let! _ := require (Nat.leb total 64) (get "dimensions" f) "size" in
  let! sn := items 0 (Some total) (get "state" f) in
  let! psi := traverse read_entry sn in
  let letters := iota 0 letters_count in
  let! g := fields [seq letter_name a | a <- letters] [::] (get "operators" f) in
  let! ms := traverse (fun a =>
    let d := nth 1%nat ds (letter_party a) in
    let! rn := items 0 (Some d) (get (letter_name a) g) in
    traverse (fun r => let! en := items 0 (Some d) r in traverse read_entry en) rn) letters in
  let! _ := traverse (fun a => require (ok_letter ms a) (get (letter_name a) g) "not-admissible") letters in
  Ok (Model w ds psi ms).
Definition apply_letter (m : model) (a : nat) (v : vector) : vector :=
  act (foldr muln 1%nat (drop (letter_party a).+1 (dimensions m))) (nth [::] (matrices m) a) v.
Definition apply_word (m : model) (w : word) (v : vector) : vector := foldr (apply_letter m) v w.
Definition inner (u v : vector) : K := foldr (fun ab s => kadd (kadd (kmul ab.1.1 ab.2.1) (kmul ab.1.2 ab.2.2)) s) k0 (zip u v).
Definition model_mean (p : poly K) (m : model) : K :=
  kmul (weight_of m) (foldr (fun t s => kadd (kmul t.2 (inner (state m) (apply_word m t.1 (state m)))) s) k0 p).
Definition apply_poly (m : model) (p : poly K) (v : vector) : vector :=
  foldr (fun t acc => let u := apply_word m t.1 v in map (fun uv => zadd (zmul (t.2, k0) uv.1) uv.2) (zip u acc)) (nseq (size v) z0) p.
Definition basis (d : nat) : seq vector := identity d.
Definition operator_holds (p : seq number) (k : hkind) (q : poly K) (m : model) : bool := match k with
  | Annihilates => all (fun z => zero_at p z.1 && zero_at p z.2) (apply_poly m q (state m))
  | Relation => all (fun v => all (fun z => zero_at p z.1 && zero_at p z.2) (apply_poly m q v)) (basis (size (state m)))
  | Positive =>
    (* columns of the operator, as blocks [[re, -im], [im, re]] of real numbers *)
    let columns := [seq apply_poly m q v | v <- basis (size (state m))] in
    let parts := flatten [seq flatten [seq [:: z.1; z.2] | z <- col] | col <- columns] in
    let number k := match p with [::] => (if has_symbols (value_of k) then None else Some (at_point [::] (value_of k))) | _ => Some (at_point p (value_of k)) end in
    all (fun k => isSome (number k)) parts &&
    let real_column col odd := flatten [seq (if odd then [:: odflt [::] (number (kneg z.2)); odflt [::] (number z.1)]
                                           else [:: odflt [::] (number z.1); odflt [::] (number z.2)]) | z <- col] in
    let m2 := flatten [seq [:: real_column col false; real_column col true] | col <- columns] in
    isSome (squares_of (its_field x) (sign_steps (steps x)) m2)
  | _ => false end.

(** * Objects and hypotheses *)
Inductive object := Table of table | Mixture of seq model.
Definition behaviour_key : string := match set_of c with Statements.NoSignalling | TimeOrdered => "behaviour" | _ => "models" end.
Definition read_object (n : node) : res object := match set_of c with
  | Statements.NoSignalling | TimeOrdered => let! t := read_table n in Ok (Table t)
  | _ =>
    let! l := items 0 None n in
    let! ms := traverse read_model l in
    let! _ := require (match set_of c with Local => all (fun m => Nat.eqb (size (state m)) 1) ms | _ => true end) n "not-admissible" in
    Ok (Mixture ms) end.
Definition mean_of (o : object) (f : terms) : K := match o with
  | Table t => table_mean t f | Mixture ms => let p := terms_poly x f in foldr (fun m s => kadd (model_mean p m) s) k0 ms end.
Definition norm_of (o : object) : K := mean_of o [:: ([:: ([::], [:: qof 1])], [::])].
Definition satisfies (o : object) (p : seq number) (h : string * hkind * terms) : bool := match h.1.2 with
  | Mean0 => zero_at p (mean_of o h.2)
  | MeanNN => nonnegative_at p (mean_of o h.2)
  | k => match o with
    | Table _ => false
    | Mixture ms => (match k with Annihilates => true | _ => Nat.eqb (size ms) 1 end) &&
      let q := terms_poly x h.2 in all (operator_holds p k q) ms end end.
Definition satisfies_all (o : object) (p : seq number) : bool := all (satisfies o p) (hypotheses_of c).

(** * The point of the symbols, and vacuity *)
(* [vn] is the node of the point in a statement that names one *)
Definition read_point (vn : node) (found : seq (string * node)) (n : node) : res (seq number) :=
  let in_statement := match vacuity_of c with ShownAt _ => true | _ => false end in
  let! _ := require (negb (in_statement && has "symbols" found)) (get "symbols" found) "unknown-key" in
  match symbols_of c with
  | [::] => let! _ := require (negb (has "symbols" found)) (get "symbols" found) "unknown-key" in Ok [::]
  | _ =>
    let! _ := require (in_statement || has "symbols" found) n "no-real-point" in
    let sn := if in_statement then vn else get "symbols" found in
    let! f := fields (map fst (symbols_of c)) [::] sn in
    let! p := traverse (fun s => read_number lim (degree_of c) (get s f)) (map fst (symbols_of c)) in
    let! _ := require (all (fun r : nat * nat * coefficient =>
      @czero KF (@cadd KF (npower (nth [::] p r.1.1) r.1.2) (@copp KF (at_point p r.2)))) (relations_of c)) sn "no-real-point" in
    let! _ := require (all (fun q : coefficient * bool => let v := at_point p q.1 in if q.2 then @cpos KF v else @cnn KF v) (all_conditions c)) sn "no-real-point" in
    Ok p end.
Definition read_vacuity (claims_nothing : bool) (sn : node) (found : seq (string * node)) (n : node) : res unit :=
  let vn := match members sn with Ok m => get "vacuity" m | Refused _ _ => sn end in
  let! p := read_point vn found n in
  (* without a point in the statement the object has to be right for all values of the symbols *)
  let everywhere := match vacuity_of c with ShownAt _ => false | _ => true end in
  let at_ := if everywhere then [::] else p in
  let nothing := nilp (hypotheses_of c) || match vacuity_of c with Unchecked => true | _ => false end || claims_nothing in
  if has "feasible" found then
    let fn := get "feasible" found in
    let! _ := require (negb nothing) fn "unknown-key" in
    let! f := fields [:: behaviour_key] [::] fn in
    let! o := read_object (get behaviour_key f) in
    let norm := value_of (norm_of o) in
    let! _ := require (negb (everywhere && has_symbols (filter (fun m => negb (@czero KF m.2)) norm)) && @cpos KF (at_point p norm)) fn "not-admissible" in
    require (satisfies_all o at_) fn "vacuous"
  else require nothing n "vacuous".
End Objects.
