(** From a statement to what the rules calculate with: its coefficients, its alphabet, its operators.

   All statements are calculated in one ring: polynomials in symbols over Q(alpha).  Without a declared field, alpha is 0, the root
   of x; without symbols, all polynomials are constant. *)
From mathcomp Require Import all_ssreflect.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith QArith Qreduction.
From Bellcert Require Import Integers Gram Words Operators Rules Rationals Fields Symbols Scenarios LinearPrograms Statements.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

(** Bounds on repetitions, given by the program that calls: of halvings that prepare the cover, of halvings for one sign, of
   replacements by a relation, of letters that meet again in a word. *)
Record effort := Effort { cover_steps : nat; sign_steps : nat; reduce_steps : nat; word_steps : nat }.

Section Compile. Variables (e : effort) (c : setting).
Definition minimal_polynomial : seq Q := match field_of c with Some (m, _, _) => map qof m | None => [:: q0; qof 1] end.
Definition interval : Q * Q := match field_of c with Some (_, lo, hi) => (lo, hi) | None => (q0, q0) end.
Definition the_field : field := let m := minimal_polynomial in
  Field m (match field_of c with None => [:: interval] | Some _ => ssrnat.iter (cover_steps e) (step (Field m [::])) [:: interval] end).
Definition symbol_poly (i : nat) (sign : Z) (constant : Q) : coefficient := [:: (rcons (nseq i 0%nat) 1%nat, [:: qof sign]); ([::], [:: constant])].
(** Conditions are numbered: first the ends of the ranges, symbol by symbol, then those that are listed. *)
Fixpoint range_conditions (i : nat) (l : seq (option (Q * Q))) : seq (coefficient * bool) := match l with
  | [::] => [::] | None :: l' => range_conditions i.+1 l'
  | Some (lo, hi) :: l' => (symbol_poly i 1 (qopp lo), false) :: (symbol_poly i (-1) hi, false) :: range_conditions i.+1 l' end.
Fixpoint range_list (i : nat) (l : seq (option (Q * Q))) : seq (nat * number * number) := match l with
  | [::] => [::] | None :: l' => range_list i.+1 l' | Some (lo, hi) :: l' => (i, [:: lo], [:: hi]) :: range_list i.+1 l' end.
Definition all_conditions : seq (coefficient * bool) := range_conditions 0 (map snd (symbols_of c)) ++ conditions_of c.
Definition the_scenario : scenario := Scenario (inputs_of c) (commuting_of c).
Fixpoint bits (n a : nat) : seq bool := match n with O => [::] | S n' => Nat.odd a :: bits n' (Nat.div2 a) end.
(* tables, because a word meets the same letters again and again *)
Definition the_alphabet : alphabet :=
  let C := the_scenario in let t := table C in let n := size t in
  let groups := map fst t in let involutions := map (fun x => Nat.eqb x.2 0) t in
  let commute := mkseq (fun a => mkseq (fun b => commI C (lett C a).1 (lett C b).1) n) n in
  let codes := mkseq (bits 6) n in
  Alphabet (fun a => nth (size (inputs C) + a)%nat groups a) (fun a => nth true involutions a)
    (fun a b => nth false (nth [::] commute a) b) (fun a => nth [::] codes a) (word_steps e).
End Compile.
Definition atom_poly (C : scenario) (K : coef) (a : atom) : poly K := match a.2 with
  | O => [:: ([:: lidx C (a.1, 0%nat)], c1 K)] | S o => event_poly C K a.1 o end.
Definition ok_atom (C : scenario) (K : coef) (a : atom) : bool :=
  (a.1 < size (inputs C))%nat && match a.2 with
  | O => Nat.eqb (outcomes C a.1) 2 && (lidx C (a.1, 0%nat) < size (table C))%nat
  | S o => (o < outcomes C a.1)%nat && okevent C K a.1 o end.

(** What is made once from a statement. *)
Record context := Context { made_of : setting; steps : effort; its_field : field;
  its_ring : ring (KA its_field (sign_steps steps)); its_alphabet : alphabet;
  its_atoms : seq (seq (poly (KS its_ring (reduce_steps steps)))) }.
Definition context_of (e : effort) (c : setting) : context :=
  let F := the_field e c in
  let G := @Ring (KA F (sign_steps e)) (rev (relations_of c)) (range_list 0 (map snd (symbols_of c))) (all_conditions c) in
  let C := the_scenario c in
  @Context c e F G (the_alphabet e c)
    (mkseq (fun i => mkseq (fun k => atom_poly C (KS G (reduce_steps e)) (i, k)) (outcomes C i).+1) (size (inputs C))).

(** * Operators *)
Section Use. Variable x : context.
Definition KF : coef := KA (its_field x) (sign_steps (steps x)).
Definition KK : coef := KS (its_ring x) (reduce_steps (steps x)).
Definition lift (p : coefficient) : KK := @Pl KF p.
Definition atom_at (a : atom) : poly KK := nth [::] (nth [::] (its_atoms x) a.1) a.2.
Definition word_poly (w : aword) : poly KK := match w with
  | [::] => one KK | a :: w' => foldl (fun p b => pmul (its_alphabet x) p (atom_at b)) (atom_at a) w' end.
Definition terms_trie (t : terms) : trie KK := foldr (fun m t => addp (its_alphabet x) (lift m.1) (word_poly m.2) t) Lf t.
Definition terms_poly (t : terms) : poly KK := elems (terms_trie t).
Definition compile_hypotheses : seq (hyp KK) := [seq (h.1.2, terms_poly h.2) | h <- hypotheses_of (made_of x)].
(** * Behaviours *)
Definition behaviour_terms (t : terms) : apoly KK := [seq (m.2, lift m.1) | m <- t].
Definition behaviour_hypotheses : seq (bool * apoly KK) :=
  [seq (match h.1.2 with Mean0 => true | _ => false end, behaviour_terms h.2) | h <- hypotheses_of (made_of x)].
End Use.
