(** Rule ideal: means that annihilation fixes, in the state and in every part of it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators Evaluation Rules SumsOfSquares.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition check_ideal (S : alphabet) (K : coef) (H : seq (hyp K)) m ds (values : seq (poly K * K * seq (nat * poly K))) : bool :=
  cpos m && if derive S H [::] ds is Some kills then
    all (fun v => all (okann H kills) v.2 &&
      tzero (addann S H kills v.2 (addmul S (copp m) (one K) (v.1.1 ++ popp (constant v.1.2)) Lf))) values
  else false.
Section Sound.
Variables (R : realFieldType) (A : algType R) (S : alphabet) (star : A -> A) (L : nat -> A).
Hypotheses (SA : star_alg star) (LL : letters S star L).
Variables (K : coef) (ev : K -> R) (KO : coef_ok ev).
Local Notation ep := (epl L ev).
(* psi is a part of phi: psi x = phi (E x) with 0 <= E <= c commuting with everything *)
Theorem ideal_sound (phi psi : A -> R) (c : R) H m ds values :
  check_ideal S H m ds values -> positive_functional star phi -> holds star L ev phi H ->
  positive_functional star psi -> (forall x, psi (star x * x) <= c * phi (star x * x)) ->
  forall v, List.In v values -> psi (ep v.1.1) = ev v.1.2 * psi 1.
Proof.
move=> /andP[/(evpos KO) m0]; case D: (derive _ _ _ _) => [kills|] // C PF HH PS dom v Iv.
have K0 : killed star L ev phi [::] by apply: killed0.
have KI := derive_ok SA LL KO PF HH K0 D.
have Z t : phi (star (ep t) * ep t) = 0 -> psi (star (ep t) * ep t) = 0.
  by move=> z; apply: le_anti; rewrite (phi_pos PS) andbT (le_trans (dom _)) // z mulr0.
have {C} : all (okann H kills) v.2 && tzero (addann S H kills v.2 (addmul S (copp m) (one K) (v.1.1 ++ popp (constant v.1.2)) Lf)).
  by elim: values C Iv => [|w l IH] //= /andP[cw cl] [<-|I] //; apply: IH.
move=> /andP[al /(tzero_ok L KO) z].
have EA l t : all (okann H kills) l -> psi (ept L ev (addann S H kills l t)) = psi (ept L ev t).
  elim: l => [|a l IH] //= /andP[ao /IH E]; move: ao; rewrite /okann; case Q: (killer H kills a.1) => [q|] // _.
  have q0 : psi (star (ep q) * ep q) = 0.
    apply: Z; move: Q; rewrite /killer; case: (Nat.ltb _ _) => [[<-]|]; first exact: KI.
    move: (a.1 - _)%nat => i; have : hyp_holds star L ev phi (nth (hyp0 K) H i) by apply: holds_nth.
    rewrite /hk /hp /hyp_holds.
    by case: (nth _ H i) => -[] q' //= E' [<-].
  have CS := cs0 SA PS (ep a.2) q0.
  rewrite (addp_ok S L KO) (addmul_ok LL KO) (ev1 KO) !scale1r !(phiD PS) E (pstar_ok SA LL) (one_ok L KO) mulr1 (phi_star PS).
  by rewrite (pmul_ok LL KO) CS !add0r.
have := EA _ (addmul S (copp m) (one K) (v.1.1 ++ popp (constant v.1.2)) Lf) al.
rewrite z (phi0 PS) (addmul_ok LL KO) (one_ok L KO) mul1r [_ + _]addr0 (phiZ PS) (evN KO) epl_cat (popp_ok L KO).
rewrite (constant_ok L) (phiD PS) (phiN PS) (phiZ PS) => /esym/eqP; rewrite mulf_eq0 oppr_eq0 gt_eqF //= subr_eq0 => /eqP.
by [].
Qed.
End Sound.
