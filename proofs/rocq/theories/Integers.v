(** The integers of the checker inside of an ordered field.  [iz z] is the value of the integer [z]; sums, products and
   signs that the checker decides on integers hold for the values. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section IZ. Variable R : realFieldType.
Definition iz (z : Z) : R := (int_of_Z z)%:~R.
Lemma izD a b : iz (Z.add a b) = iz a + iz b.
Proof. by rewrite /iz -[Z.add a b]/(a + b) !rmorphD. Qed.
Lemma izM a b : iz (Z.mul a b) = iz a * iz b.
Proof. by rewrite /iz -[Z.mul a b]/(a * b) !rmorphM. Qed.
Lemma izN a : iz (Z.opp a) = - iz a.
Proof. by rewrite /iz -[Z.opp a]/(- a) !rmorphN. Qed.
Lemma iz0 : iz Z0 = 0. Proof. by rewrite /iz /= mulr0z. Qed.
Lemma iz1 : iz (Zpos xH) = 1. Proof. by rewrite /iz /= mulr1z. Qed.
Lemma izB a b : iz (Z.sub a b) = iz a - iz b.
Proof. by rewrite -Z.add_opp_r izD izN. Qed.
Lemma iz_ge0 z : Z.leb 0 z -> 0 <= iz z.
Proof. by case: z => [|p|p] //; rewrite /iz ?mulr0z ?ler0z. Qed.
Lemma iz_gt0 z : Z.ltb 0 z -> 0 < iz z.
Proof. case: z => [|p|p] // _; rewrite /iz ltr0z /=. by case: (Pos2Nat.is_succ p) => n ->. Qed.
Lemma izp_gt0 p : 0 < iz (Zpos p). Proof. exact: iz_gt0. Qed.
Lemma iz_le a b : Z.leb a b -> iz a <= iz b.
Proof.
move=> /Z.leb_le H; rewrite -subr_ge0 -izB; apply: iz_ge0; apply/Z.leb_le.
by apply/Z.le_0_sub.
Qed.
Lemma iz_abs a : iz (Z.abs a) = `|iz a|.
Proof.
case: a => [|p|p] /=; first by rewrite iz0 normr0.
- by rewrite ger0_norm // iz_ge0.
- have -> : Zneg p = Z.opp (Zpos p) by []. by rewrite izN normrN ger0_norm // iz_ge0.
Qed.
End IZ.
