(** What the calculations of [Operators] mean: sums, products, adjoints and Gram matrices of terms have the values one
   expects in every *-algebra with letters. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Evaluation.
Variables (R : realFieldType) (A : algType R) (S : alphabet) (star : A -> A) (L : nat -> A).
Hypotheses (SA : star_alg star) (LL : letters S star L).
Local Notation ew := (ew L).
Local Notation ewo := (ewo L).
Local Notation mulw_ok := (mulw_ok LL).
Local Notation ew_rev := (ew_rev SA LL).
Local Notation star0 := (star0 SA).
(* sums of terms under any additive evaluation *)
Section Add. Variables (C : Type) (add : C -> C -> C) (ec : C -> R).
Hypothesis ecD : forall a b, ec (add a b) = ec a + ec b.
Definition epl (p : seq (word * C)) : A := foldr (fun m x => ec m.2 *: ew m.1 + x) 0 p.
Fixpoint ept (t : trie C) : A := match t with Lf => 0 | Nd l b r => ept l + epl b + ept r end.
Lemma epl_cat p q : epl (p ++ q) = epl p + epl q.
Proof. by elim: p => [|m p IH] /=; rewrite ?add0r // IH addrA. Qed.
Lemma badd_ok w k l : epl (badd add w k l) = ec k *: ew w + epl l.
Proof.
elim: l => [|[v c] l IH] //=; case E: (weq w v) => /=.
- by rewrite (weqP E) ecD scalerDl addrA.
- by rewrite IH addrCA.
Qed.
Lemma tadd_ok p w k t : ept (tadd add p w k t) = ec k *: ew w + ept t.
Proof.
elim: p t => [|d p IH] [|l b r] /=; rewrite ?add0r ?addr0 //.
- by rewrite badd_ok addrCA -!addrA.
- by case: d => /=; rewrite IH /= ?addr0 ?add0r.
- by case: d => /=; rewrite IH; [rewrite addrCA | rewrite -!addrA].
Qed.
Lemma telems_ok t acc : epl (telems t acc) = ept t + epl acc.
Proof. by elim: t acc => [|l IHl b r IHr] acc /=; rewrite ?add0r // IHl epl_cat IHr !addrA. Qed.
End Add.

Variables (K : coef) (ev : K -> R) (KO : coef_ok ev).
Local Notation ep := (epl ev). Local Notation et := (ept ev). Local Notation c1 := (c1 K).
Lemma ev1 : ev c1 = 1. Proof. by rewrite (evz KO) iz1. Qed.
Lemma put1_ok w k t : et (put1 S w k t) = ev k *: ew w + et t.
Proof. by rewrite tadd_ok //; apply: evD. Qed.
Lemma addp_ok c p t : et (addp S c p t) = ev c *: ep p + et t.
Proof. by elim: p => [|m p IH] /=; rewrite ?scaler0 ?add0r // put1_ok IH (evM KO) scalerDr scalerA addrA. Qed.
Lemma addmul_ok c p q t : et (addmul S c p q t) = ev c *: (ep p * ep q) + et t.
Proof.
elim: p => [|m p IH]; first by rewrite mul0r scaler0 add0r.
rewrite /addmul [foldr _ _ _]/= -/(addmul S c p q t); set t' := addmul _ _ _ _ _ in IH *.
have -> : forall q', et (foldr (fun n t => match mulw S m.1 n.1 with Some w => put1 S w (cmul (cmul c m.2) n.2) t | None => t end) t' q')
   = ev c *: (ev m.2 *: ew m.1 * ep q') + et t'.
  elim=> [|n q' IHq] /=; first by rewrite mulr0 scaler0 add0r.
  have -> : ev c *: (ev m.2 *: ew m.1 * (ev n.2 *: ew n.1 + ep q')) =
            (ev c * ev m.2 * ev n.2) *: (ew m.1 * ew n.1) + ev c *: (ev m.2 *: ew m.1 * ep q').
    by rewrite mulrDr scalerDr -scalerAl -scalerAr !scalerA.
  have := mulw_ok m.1 n.1; case: (mulw S m.1 n.1) => [w|] /= <-.
  - by rewrite put1_ok IHq !(evM KO) addrA.
  - by rewrite IHq scaler0 add0r.
by rewrite IH /= mulrDl scalerDr addrA.
Qed.
Lemma elems_ok t : ep (elems t) = et t.
Proof. by rewrite telems_ok /= addr0. Qed.
Lemma pmul_ok p q : ep (pmul S p q) = ep p * ep q.
Proof. by rewrite elems_ok addmul_ok ev1 scale1r addr0. Qed.
Lemma pstar_ok (p : poly K) : ep (pstar p) = star (ep p).
Proof. by elim: p => [|m p IH] /=; rewrite ?star0 // IH ew_rev (starD SA) (starZ SA). Qed.
Lemma one_ok : ep (one K) = 1.
Proof. by rewrite /= ev1 scale1r addr0. Qed.
Lemma tzero_ok (t : tpoly K) : tzero t -> et t = 0.
Proof.
rewrite -elems_ok /tzero; elim: (elems t) => [|m p IH] //= /andP[/(ev0 KO) -> /IH ->]; by rewrite scale0r addr0.
Qed.
Lemma gtrie_ok ws N : ept (iz R) (gtrie S ws N) =
  \sum_(i < size N) \sum_(j < size N) iz R (symz N i j) *: (star (ew (nth [::] ws i)) * ew (nth [::] ws j)).
Proof.
have fold_sum (f : nat -> trie Z -> trie Z) (F : nat -> A) n t :
   (forall i t, ept (iz R) (f i t) = F i + ept (iz R) t) -> ept (iz R) (foldr f t (iota 0 n)) = \sum_(i < n) F i + ept (iz R) t.
  move=> fF; have -> : \sum_(i < n) F i = \sum_(i <- iota 0 n) F i by rewrite -(big_mkord predT) /index_iota subn0.
  elim: (iota 0 n) => [|i l IH] /=; first by rewrite big_nil add0r.
  by rewrite fF IH big_cons addrA.
rewrite /gtrie (fold_sum _ (fun i => \sum_(j < size N) iz R (symz N i j) *: (star (ew (nth [::] ws i)) * ew (nth [::] ws j)))).
  by rewrite addr0.
move=> i t; rewrite (fold_sum _ (fun j => iz R (symz N i j) *: (star (ew (nth [::] ws i)) * ew (nth [::] ws j)))) //.
move=> j t'; have := mulw_ok (rev (nth [::] ws i)) (nth [::] ws j); rewrite ew_rev.
case: (mulw S _ _) => [w|] /= <-; last by rewrite scaler0 add0r.
by rewrite tadd_ok //; apply: izD.
Qed.
Lemma addgram_ok c g t : et (addgram S c g t) =
  ev c *: ((iz R (Zpos (gden g)))^-1 *: ept (iz R) (gtrie S (gwords g) (grows g))) + et t.
Proof.
have -> : ept (iz R) (gtrie S (gwords g) (grows g)) = epl (iz R) (telems (gtrie S (gwords g) (grows g)) [::]).
  by rewrite telems_ok /= addr0.
rewrite /addgram; elim: (telems _ _) => [|m p IH] /=; first by rewrite !scaler0 add0r.
by rewrite put1_ok IH !(evM KO) (evz KO) (evinv KO) !scalerDr !scalerA addrA.
Qed.

(* Cauchy-Schwarz: an operator whose square has mean zero annihilates the state *)
End Evaluation.
