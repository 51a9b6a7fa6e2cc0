(** What a statement means.  This file, with [Statements], [Scenarios.measurements], [Words.positive_functional] and
   [NoSignalling.nosignalling], is all one has to read to know what is proved when [check] answers with a statement.

   A statement holds for all real values of its symbols that satisfy its relations and conditions, alpha being a root of the minimal
   polynomial in the stated interval, over every ordered field. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith QArith String.
From Bellcert Require Import Integers Words Operators Rules Rationals Fields Scenarios LinearPrograms NoSignalling Statements Compile.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Values. Variables (R : realFieldType) (alpha : R) (v : nat -> R).
(** A number is a polynomial in alpha. *)
Definition number_value (p : number) : R := evA alpha p.
Fixpoint monomial_value (k : nat) (m : seq nat) : R := match m with [::] => 1 | a :: m' => v k ^+ a * monomial_value k.+1 m' end.
Fixpoint coefficient_value (p : coefficient) : R := match p with
  | [::] => 0 | m :: p' => number_value m.2 * monomial_value 0 m.1 + coefficient_value p' end.
(** The mean of terms, from the means of words. *)
Definition terms_mean (m : aword -> R) (t : terms) : R := foldr (fun km x => coefficient_value km.1 * m km.2 + x) 0 t.

Variable c : setting.
Definition alpha_ok : Prop := match field_of c with
  | None => alpha = 0 | Some (m, lo, hi) => evA alpha (map qof m) = 0 /\ evQ R lo < alpha < evQ R hi end.
Record symbols_ok : Prop := SymbolsOk {
  relations_hold : forall r, List.In r (relations_of c) -> v r.1.1 ^+ r.1.2 = coefficient_value r.2;
  ranges_hold : forall i lo hi, nth None (map snd (symbols_of c)) i = Some (lo, hi) -> evQ R lo <= v i <= evQ R hi;
  conditions_hold : forall q, List.In q (conditions_of c) -> if q.2 then 0 < coefficient_value q.1 else 0 <= coefficient_value q.1 }.

(** * Operators: projectors E i o in a *-algebra, a positive functional phi *)
Section Operators. Variables (A : algType R) (star : A -> A) (E : nat -> nat -> A).
Definition atom_operator (a : atom) : A := match a.2 with O => E a.1 0 - E a.1 1 | S o => E a.1 o end.
Definition word_operator (w : aword) : A := foldr (fun a x => atom_operator a * x) 1 w.
Definition terms_operator (t : terms) : A := foldr (fun km x => coefficient_value km.1 *: word_operator km.2 + x) 0 t.
Definition hypothesis_holds (phi : A -> R) (h : string * hkind * terms) : Prop := let q := terms_operator h.2 in match h.1.2 with
  | Mean0 => phi q = 0 | MeanNN => 0 <= phi q
  | Relation => q = 0
  | Positive => forall x, 0 <= phi (star x * (q * x))
  | Annihilates => phi (star q * q) = 0 end.
Definition hypotheses_hold (phi : A -> R) : Prop := forall h, List.In h (hypotheses_of c) -> hypothesis_holds phi h.
End Operators.
(** * Behaviours *)
Definition mean_holds (m : aword -> R) (h : string * hkind * terms) : Prop :=
  if h.1.2 is Mean0 then terms_mean m h.2 = 0 else 0 <= terms_mean m h.2.
Definition means_hold (m : aword -> R) : Prop := forall h, List.In h (hypotheses_of c) -> mean_holds m h.
End Values.

Definition compared (R : realFieldType) (s : sense) (a b : R) : Prop := match s with Le => a <= b | Ge => b <= a end.
(** A local behaviour: a mixture, with weights p e, of deterministic strategies s e. *)
Definition is_mixture (R : realFieldType) (c : setting) (E : finType) (p : E -> R) (s : E -> nat -> nat) : Prop :=
  (forall e, 0 <= p e) /\ \sum_e p e = 1 /\ forall e, strategy (inputs_of c) (s e).

(** The models of a setting at given values: what is claimed for all behaviours of the set that satisfy the hypotheses.  [quantum]
   is asked about every state phi, [table] about the mean of words in every behaviour. *)
Definition for_all_models (R : realFieldType) (alpha : R) (v : nat -> R) (c : setting)
  (quantum : forall (A : algType R) (star : A -> A) (E : nat -> nat -> A) (phi : A -> R), Prop) (table : (aword -> R) -> Prop) : Prop :=
  match set_of c with
  | QuantumCommuting => forall (A : algType R) (star : A -> A) (E : nat -> nat -> A) (phi : A -> R),
      star_alg star -> measurements (the_scenario c) star E -> positive_functional star phi -> phi 1 = 1 ->
      hypotheses_hold alpha v c star E phi -> quantum A star E phi
  | Statements.NoSignalling => forall P, nosignalling (inputs_of c) P -> means_hold alpha v c (mean P) -> table (mean P)
  | Local => forall (E : finType) p s, is_mixture c p s -> means_hold alpha v c (lmean p s) -> table (@lmean R E p s)
  | _ => False end.
(** The adversary knows e, which happens with weight p e; her guess is a function of e.  For operators the parts psi e of the state
   carry their weights: psi e 1 = p e. *)
Definition guessed_at_most (R : realFieldType) (alpha : R) (v : nat -> R) (c : setting) (g : seq nat) (b : R) : Prop :=
  forall (E : finType) (guess : E -> aword), (forall e, guess e \in events_of c g) ->
  match set_of c with
  | QuantumCommuting => forall (A : algType R) (star : A -> A) (M : nat -> nat -> A) (psi : E -> A -> R),
      star_alg star -> measurements (the_scenario c) star M -> (forall e, positive_functional star (psi e)) -> \sum_e psi e 1 = 1 ->
      hypotheses_hold alpha v c star M (fun x => \sum_e psi e x) -> \sum_e psi e (word_operator M (guess e)) <= b
  | Statements.NoSignalling => forall (p : E -> R) (P : E -> aword -> R), (forall e, 0 <= p e) -> \sum_e p e = 1 ->
      (forall e, nosignalling (inputs_of c) (P e)) -> means_hold alpha v c (fun w => \sum_e p e * mean (P e) w) ->
      \sum_e p e * mean (P e) (guess e) <= b
  | Local => forall (p : E -> R) (s : E -> nat -> nat), is_mixture c p s ->
      means_hold alpha v c (fun w => \sum_e p e * lval R (s e) w) -> \sum_e p e * lval R (s e) (guess e) <= b
  | _ => False end.
(** The means of a part psi of the state, psi x = phi (E x) with 0 <= E <= k commuting with everything: psi (x* x) <= k phi (x* x). *)
Definition fixed_in_parts (R : realFieldType) (alpha : R) (v : nat -> R) (c : setting) (values : seq (terms * coefficient)) : Prop :=
  for_all_models alpha v c (fun A star E phi => forall (psi : A -> R) (k : R),
    positive_functional star psi -> (forall x, psi (star x * x) <= k * phi (star x * x)) ->
    forall fv, List.In fv values -> psi (terms_operator alpha v E fv.1) = coefficient_value alpha v fv.2 * psi 1) (fun _ => False).

Definition holds_at (R : realFieldType) (alpha : R) (v : nat -> R) (s : statement) : Prop := match s with
  | Bound c f s b => let k := coefficient_value alpha v b in
      for_all_models alpha v c (fun A star E phi => compared s (phi (terms_operator alpha v E f)) k)
        (fun m => compared s (terms_mean alpha v m f) k)
  | Empty c => for_all_models alpha v c (fun _ _ _ _ => False) (fun _ => False)
  | Guessing c g b => guessed_at_most alpha v c g (coefficient_value alpha v b)
  | Equality c values => fixed_in_parts alpha v c values
  | Value c values => match set_of c with
    | Statements.NoSignalling => exists P, nosignalling (inputs_of c) P /\ means_hold alpha v c (mean P) /\
        forall fv, List.In fv values -> terms_mean alpha v (mean P) fv.1 = coefficient_value alpha v fv.2
    | _ => False end end.
(** The meaning of a statement. *)
Definition holds (s : statement) : Prop := forall (R : realFieldType) (alpha : R) (v : nat -> R),
  alpha_ok alpha (setting_of s) -> symbols_ok alpha v (setting_of s) -> holds_at alpha v s.
