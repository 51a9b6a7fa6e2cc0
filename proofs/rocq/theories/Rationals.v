(** Rational coefficients, in lowest terms. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith QArith Qreduction.
From Bellcert Require Import Integers Words.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition qadd (a b : Q) : Q := Qred (Qplus a b).
Definition qmul (a b : Q) : Q := Qred (Qmult a b).
Definition qopp (a : Q) : Q := Qopp a.
Definition qof (z : Z) : Q := Qmake z xH.
Definition qnn (a : Q) : bool := Z.leb 0 (Qnum a).
Definition qpos (a : Q) : bool := Z.ltb 0 (Qnum a).
Definition qzero (a : Q) : bool := Z.eqb 0 (Qnum a).
Definition KQ : coef := @Coef Q qof (fun p => Qmake (Zpos xH) p) qadd qopp qmul qzero qnn qpos.

Section EvQ. Variable R : realFieldType.
Local Notation iz := (@iz R).
Definition evQ (q : Q) : R := iz (Qnum q) / iz (Zpos (Qden q)).
Lemma den_neq0 p : iz (Zpos p) != 0. Proof. by rewrite gt_eqF // izp_gt0. Qed.
Lemma evQ_eq a b : Qeq a b -> evQ a = evQ b.
Proof.
rewrite /Qeq /evQ => H; apply/eqP; rewrite eqr_div ?den_neq0 // -!izM; apply/eqP; by rewrite H.
Qed.
Lemma evQ_red a : evQ (Qred a) = evQ a. Proof. exact/evQ_eq/Qred_correct. Qed.
Lemma evQD a b : evQ (qadd a b) = evQ a + evQ b.
Proof. by rewrite /qadd evQ_red /evQ /= izD Pos2Z.inj_mul !izM addf_div ?den_neq0. Qed.
Lemma evQM a b : evQ (qmul a b) = evQ a * evQ b.
Proof. by rewrite /qmul evQ_red /evQ /= Pos2Z.inj_mul !izM mulf_div. Qed.
Lemma evQN a : evQ (qopp a) = - evQ a.
Proof. by rewrite /evQ /= izN mulNr. Qed.
Lemma evQz z : evQ (qof z) = iz z.
Proof. by rewrite /evQ /= iz1 divr1. Qed.
Lemma evQ_ge0 a : qnn a -> 0 <= evQ a.
Proof. by move=> /(iz_ge0 R) a0; rewrite /evQ divr_ge0 // ltW // izp_gt0. Qed.
Lemma evQ_gt0 a : qpos a -> 0 < evQ a.
Proof. by move=> /(iz_gt0 R) a0; rewrite /evQ divr_gt0 // izp_gt0. Qed.
Lemma evQ_0 a : qzero a -> evQ a = 0.
Proof. by move=> /Z.eqb_eq E; rewrite /evQ -E iz0 mul0r. Qed.
Theorem KQ_ok : coef_ok (K := KQ) evQ.
Proof.
split; [exact: evQz | | exact: evQD | exact: evQN | exact: evQM | exact: evQ_0 | exact: evQ_ge0 | exact: evQ_gt0].
by move=> p; rewrite /evQ /= iz1 mul1r.
Qed.
End EvQ.
