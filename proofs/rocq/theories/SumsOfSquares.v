(** The rules sos, farkas and guessing are sound, with hypotheses of all four kinds and derivations. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators Evaluation Rules.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Arguments addmul : simpl never. Arguments addp : simpl never. Arguments pmul : simpl never. Arguments addgram : simpl never.
Arguments pstar : simpl never. Arguments one : simpl never.

Section Sound.
Variables (R : realFieldType) (A : algType R) (S : alphabet) (star : A -> A) (L : nat -> A).
Hypotheses (SA : star_alg star) (LL : letters S star L).
Variables (K : coef) (ev : K -> R) (KO : coef_ok ev).
Local Notation poly := (poly K).
Local Notation ep := (epl L ev). Local Notation et := (ept L ev).
Definition hyp_holds (phi : A -> R) (h : hyp K) : Prop := match h.1 with
  | Mean0 => phi (ep h.2) = 0 | MeanNN => 0 <= phi (ep h.2) | Relation => ep h.2 = 0
  | Positive => forall x, 0 <= phi (star x * (ep h.2 * x)) | Annihilates => phi (star (ep h.2) * ep h.2) = 0 end.
Definition holds (phi : A -> R) (H : seq (hyp K)) : Prop := forall i, (i < size H)%nat -> hyp_holds phi (nth (hyp0 K) H i).
Definition killed (phi : A -> R) (T : seq poly) : Prop :=
  forall i, phi (star (ep (nth [::] T i)) * ep (nth [::] T i)) = 0.

Section One.
Variables (phi : A -> R) (PF : positive_functional star phi) (H : seq (hyp K)) (kills : seq poly).
Let p0 := phi0 PF.
Lemma hyp0_holds : hyp_holds phi (hyp0 K). Proof. by rewrite /hyp_holds /= p0. Qed.
Definition uses_hold (P : parts K) : Prop := holds phi H \/ only_state P.
Lemma holds_nth i : holds phi H -> hyp_holds phi (nth (hyp0 K) H i).
Proof. move=> HH; case: (ltnP i (size H)) => iH; first exact: HH. by rewrite nth_default //; exact: hyp0_holds. Qed.
Lemma mean_ok (m : nat * K) : holds phi H -> okmean H m -> 0 <= ev m.2 * phi (ep (hp H m.1)).
Proof.
move=> HH; have := holds_nth m.1 HH; rewrite /okmean /hk /hp /hyp_holds.
case: (nth _ H m.1) => -[] q //= E; first by rewrite E mulr0.
by move=> /(evnn KO) k0; rewrite mulr_ge0.
Qed.
Lemma le_means ms t : holds phi H \/ ms = [::] -> all (okmean H) ms ->
  phi (et t) <= phi (et (foldr (fun m t => addmul S m.2 (one K) (hp H m.1) t) t ms)).
Proof.
case=> [HH|->] //; elim: ms => [|m ms IH] //= /andP[mo /IH le1].
rewrite (addmul_ok LL KO) (one_ok L KO) mul1r (phiD PF) (phiZ PF).
by rewrite (le_trans le1) // ler_addr mean_ok.
Qed.
Lemma le_sq1 l t : all (fun s : K * poly => cnn s.1) l -> phi (et t) <= phi (et (addsq1 S l t)).
Proof.
elim: l => [|s l IH] //= /andP[/(evnn KO) k0 /IH le1].
rewrite (addmul_ok LL KO) (pstar_ok SA LL) (phiD PF) (phiZ PF) (le_trans le1) // ler_addr.
by rewrite mulr_ge0 // (phi_pos PF).
Qed.
Lemma sq1_eq l t : phi (et (addsq1 S l t)) = \sum_(s <- l) ev s.1 * phi (star (ep s.2) * ep s.2) + phi (et t).
Proof.
elim: l => [|s l IH] /=; first by rewrite big_nil add0r.
by rewrite (addmul_ok LL KO) (pstar_ok SA LL) (phiD PF) (phiZ PF) IH big_cons addrA.
Qed.
Lemma le_gram gs t : all (@gram_ok) gs -> phi (et t) <= phi (et (foldr (addgram S (c1 K)) t gs)).
Proof.
elim: gs => [|g gs IH] //= /andP[go /IH le1].
rewrite (addgram_ok S L KO) (ev1 KO) scale1r (phiD PF) (le_trans le1) // ler_addr (phiZ PF) mulr_ge0 //; first by rewrite invr_ge0 ltW ?izp_gt0.
rewrite (gtrie_ok SA LL).
exact: (dominated_pos (starD SA) (starZ SA) (phiD PF) (phiZ PF) (phi_pos PF) (fun i => ew L (nth [::] (gwords g) i)) go).
Qed.
Lemma le_loc ls t : holds phi H \/ ls = [::] -> all (okloc H) ls ->
  phi (et t) <= phi (et (foldr (fun l t => addsq S (hp H l.1) l.2 t) t ls)).
Proof.
case=> [HH|->] //; elim: ls => [|l ls IH] //= /andP[lo /IH le1]; apply: (le_trans le1).
move: (foldr _ _ _) => t'; have := holds_nth l.1 HH; move: lo; rewrite /okloc /hk /hp /hyp_holds.
case: (nth _ H l.1) => -[] q //= lo pos; elim: (l.2) lo => [|s ss IHs] //= /andP[/(evnn KO) k0 /IHs le2].
rewrite (addmul_ok LL KO) (pstar_ok SA LL) (pmul_ok LL KO) (phiD PF) (phiZ PF) (le_trans le2) // ler_addr.
by rewrite mulr_ge0.
Qed.
Lemma eq_rel rs t : holds phi H \/ rs = [::] -> all (okrel H) rs ->
  et (foldr (fun r t => addmul S r.1.1.2 r.1.2 (pmul S (hp H r.1.1.1) r.2) t) t rs) = et t.
Proof.
case=> [HH|->] //; elim: rs => [|r rs IH] //= /andP[ro /IH E].
have := holds_nth r.1.1.1 HH; move: ro; rewrite /okrel /hk /hyp_holds (addmul_ok LL KO) (pmul_ok LL KO) E /hp.
by case: (nth _ H r.1.1.1) => -[] q //= _ ->; rewrite mul0r mulr0 scaler0 add0r.
Qed.
Lemma eq_ann l t : killed phi kills -> (holds phi H \/ (forall i, hk H i <> Annihilates)) ->
  all (okann H kills) l -> phi (et (addann S H kills l t)) = phi (et t).
Proof.
move=> KI HH; elim: l => [|a l IH] //= /andP[ao /IH E]; move: ao; rewrite /okann.
case Q: (killer H kills a.1) => [q|] // _.
have q0 : phi (star (ep q) * ep q) = 0.
  move: Q; rewrite /killer; case: (Nat.ltb _ _) => [[<-]|]; first exact: KI.
  move: (a.1 - _)%nat => i; rewrite /hk /hp; case: HH => [HH|/(_ i)].
  - by have := holds_nth i HH; rewrite /hyp_holds; case: (nth _ H i) => -[] q' //= E' [<-].
  - by rewrite /hk; case: (nth _ H i) => -[] q' //=.
have C := cs0 SA PF (ep a.2) q0.
rewrite (addp_ok S L KO) (addmul_ok LL KO) (ev1 KO) !scale1r !(phiD PF) E (pstar_ok SA LL) (one_ok L KO) mulr1 (phi_star PF).
by rewrite (pmul_ok LL KO) C !add0r.
Qed.
Hypothesis KI : killed phi kills.
Hypothesis noann : holds phi H \/ (forall i, hk H i <> Annihilates).
Lemma le_parts P t : uses_hold P -> allowed H kills P -> phi (et t) <= phi (et (addparts S H kills P t)).
Proof.
move=> U /andP[am /andP[as_ /andP[ag /andP[al /andP[ar aa]]]]].
have [Um [Ul Ur]] : (holds phi H \/ means P = [::]) /\ (holds phi H \/ localised P = [::]) /\ (holds phi H \/ relations P = [::]).
  case: U => [HH|/andP[]]; first by split; [left|split; left].
  rewrite /no_means; case: (means P) => // _ /andP[]; case: (localised P) => // _; case: (relations P) => // _.
  by split; [right|split; right].
rewrite /addparts eq_ann // eq_rel //; apply: le_trans (le_loc _ Ul al); apply: le_trans (le_gram _ ag).
by apply: le_trans (le_sq1 _ as_); apply: le_means.
Qed.
Lemma prove_pos_ok m s P : uses_hold P -> 0 < ev m -> prove_pos S H kills m s P -> 0 <= phi (ep s).
Proof.
move=> U m0 /andP[al /(tzero_ok L KO) z]; have := le_parts (addmul S (copp m) (one K) s Lf) U al.
rewrite z p0 (addmul_ok LL KO) (one_ok L KO) mul1r addr0 (phiZ PF) (evN KO) mulNr oppr_le0.
by rewrite pmulr_rge0.
Qed.
End One.

Lemma derive_ok (phi : A -> R) (PF : positive_functional star phi) H kills ds T : holds phi H -> killed phi kills ->
  derive S H kills ds = Some T -> killed phi T.
Proof.
move=> HH; elim: ds kills => [|d ds IH] kills KI /=; first by case=> <-.
case C: (check_derivation _ _ _ _) => //; apply: IH; move: C => /andP[/andP[al pos] z].
have nn s : 0 <= phi (star (ep s) * ep s) by apply: (phi_pos PF).
have Z : \sum_(s <- dsquares d) ev s.1 * phi (star (ep s.2) * ep s.2) <= 0.
  move: al; rewrite /allowed /= => /andP[am /andP[_ aa]].
  have /(congr1 phi) := tzero_ok L KO z; rewrite /addparts /= (eq_ann PF _ KI _ aa); last by left.
  rewrite (sq1_eq PF) (phi0 PF) => /eqP; rewrite addr_eq0 => /eqP ->; rewrite oppr_le0.
  by have := le_means PF Lf (or_introl HH) am; rewrite /= (phi0 PF).
have Each : forall s, List.In s (dsquares d) -> phi (star (ep s.2) * ep s.2) = 0.
  move: pos Z; elim: (dsquares d) => [|s l IHl] //= /andP[/(evpos KO) sp lp]; rewrite big_cons => Z.
  have t1 : 0 <= ev s.1 * phi (star (ep s.2) * ep s.2) by rewrite mulr_ge0 // ltW.
  have t2 : 0 <= \sum_(j <- l) ev j.1 * phi (star (ep j.2) * ep j.2).
    move: lp {IHl Z}; elim: l => [|j l IHl] //=; first by rewrite big_nil.
    by move=> /andP[/(evpos KO) jp /IHl l0]; rewrite big_cons addr_ge0 // mulr_ge0 // ltW.
  have z1 : ev s.1 * phi (star (ep s.2) * ep s.2) = 0.
    by apply: le_anti; rewrite t1 andbT (le_trans _ Z) // ler_addl.
  move=> s' [<-|In]; last by apply: IHl => //; rewrite (le_trans _ Z) // ler_addr.
  by move/eqP: z1; rewrite mulf_eq0 gt_eqF //= => /eqP.
move=> i; rewrite nth_cat; case: ltnP => _; first exact: KI.
move: (i - _)%nat => {}i; elim: (dsquares d) i Each => [|s l IHl] [|i] /= Each; rewrite ?(star0 SA) ?mul0r ?(phi0 PF) //.
- by apply: Each; left.
- by apply: IHl => s' In; apply: Each; right.
Qed.

Lemma killed0 (phi : A -> R) (PF : positive_functional star phi) : killed phi [::].
Proof. by move=> i; rewrite nth_nil /= mulr0 (phi0 PF). Qed.
Lemma pscale_ok c (p : poly) : ep (pscale c p) = ev c *: ep p.
Proof. by elim: p => [|m p IH] /=; rewrite ?scaler0 // IH (evM KO) scalerDr scalerA. Qed.
Lemma popp_ok (p : poly) : ep (popp p) = - ep p.
Proof. by rewrite pscale_ok (evz KO) -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1 scaleN1r. Qed.
Lemma constant_ok b : ep (constant b) = ev b *: 1. Proof. by rewrite /= addr0. Qed.

(* ---- the theorems ---- *)
Theorem sos_sound (phi : A -> R) H s F b m ds P :
  check_sos S H s F b m ds P -> positive_functional star phi -> phi 1 = 1 -> holds phi H ->
  match s with Le => phi (ep F) <= ev b | Ge => ev b <= phi (ep F) end.
Proof.
move=> /andP[/(evpos KO) m0]; case D: (derive _ _ _ _) => [kills|] // C PF phi1 HH.
have KI := derive_ok PF HH (killed0 PF) D.
have := prove_pos_ok PF KI (or_introl HH) (or_introl HH) m0 C; case: s {C}; rewrite /slack.
- by rewrite epl_cat popp_ok constant_ok (phiD PF) (phiZ PF) phi1 mulr1 (phiN PF) subr_ge0.
- by rewrite epl_cat popp_ok constant_ok (phiD PF) (phiN PF) (phiZ PF) phi1 mulr1 subr_ge0.
Qed.
Theorem farkas_sound (phi : A -> R) H m ds P :
  check_farkas S H m ds P -> positive_functional star phi -> phi 1 = 1 -> ~ holds phi H.
Proof.
move=> /andP[/(evpos KO) m0]; case D: (derive _ _ _ _) => [kills|] // C PF phi1 HH.
have KI := derive_ok PF HH (killed0 PF) D.
have := prove_pos_ok PF KI (or_introl HH) (or_introl HH) m0 C.
by rewrite constant_ok (phiZ PF) phi1 mulr1 (evz KO) -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1 oppr_ge0 lt_geF ?ltr01.
Qed.

(* guessing: psi e are the (unnormalised) states given e, their sum is the state; all hypotheses are about the sum *)
Theorem guessing_sound (E : finType) (psi : E -> A -> R) H b m ds ms events Ps (guess : E -> nat) :
  check_guessing S H b m ds ms events Ps ->
  (forall e, positive_functional star (psi e)) -> \sum_e psi e 1 = 1 ->
  holds (fun x => \sum_e psi e x) H -> (forall i, hk H i = Mean0 \/ hk H i = MeanNN) ->
  (forall e, (guess e < size events)%nat) ->
  \sum_e psi e (ep (nth [::] events (guess e))) <= ev b.
Proof.
move=> /andP[/(evpos KO) m0 /andP[mo /andP[/eqP sz]]]; case D: (derive _ _ _ _) => [kills|] // C PF phi1 HH HM gs.
pose phi x := \sum_e psi e x.
have PFs : positive_functional star phi.
  split=> [x y|a x|x|x]; rewrite /phi.
  - by rewrite -big_split; apply: eq_bigr => e _; rewrite (phiD (PF e)).
  - by rewrite mulr_sumr; apply: eq_bigr => e _; rewrite (phiZ (PF e)).
  - by apply: eq_bigr => e _; rewrite (phi_star (PF e)).
  - by apply: sumr_ge0 => e _; apply: (phi_pos (PF e)).
have KI := derive_ok PFs HH (killed0 PFs) D.
have KE e : killed (psi e) kills.
  move=> i; have /eqP := KI i; rewrite /phi psumr_eq0; first by move=> /allP /(_ e); rewrite mem_index_enum => /(_ isT) /eqP.
  by move=> e' _; apply: (phi_pos (PF e')).
have noann : forall i, hk H i <> Annihilates by move=> i; case: (HM i) => ->.
set common := _ ++ flatten _ in C.
have B e : ev m * psi e (ep (nth [::] events (guess e))) <= psi e (ep common).
  have : only_state (nth (Parts [::] [::] [::] [::] [::] [::]) Ps (guess e)) &&
    prove_pos S H kills (c1 K) (common ++ popp (pscale m (nth [::] events (guess e)))) (nth (Parts [::] [::] [::] [::] [::] [::]) Ps (guess e)).
    move: C (gs e); move: (guess e) => i C ilt.
    have := nth_zip ([::] : poly) (Parts [::] [::] [::] [::] [::] [::]) i sz => zi.
    have iz' : (i < size (zip events Ps))%nat by rewrite size_zip -sz minnn.
    by have := all_nthP ([::] : poly, Parts [::] [::] [::] [::] [::] [::]) C i iz'; rewrite zi.
  move=> /andP[os pp]; have v1 : 0 < ev (c1 K) by rewrite (ev1 KO) ltr01.
  have := prove_pos_ok (PF e) (KE e) (or_intror noann) (or_intror os) v1 pp.
  by rewrite epl_cat popp_ok pscale_ok (phiD (PF e)) (phiN (PF e)) (phiZ (PF e)) subr_ge0.
have S1 : \sum_e psi e (ep common) <= ev m * ev b.
  rewrite -/(phi _) /common epl_cat (phiD PFs) pscale_ok constant_ok !(phiZ PFs) /phi phi1 mulr1 ger_addl -/(phi _).
  move: mo {C B common}; elim: ms => [|l ms IH] /=; first by rewrite (phi0 PFs).
  move=> /andP[lo /IH le0]; rewrite epl_cat popp_ok pscale_ok (phiD PFs) (phiN PFs) (phiZ PFs).
  rewrite (le_trans _ le0) // ger_addr oppr_le0; exact: (mean_ok PFs HH lo).
rewrite -(ler_pmul2l m0) mulr_sumr (le_trans _ S1) //; exact: ler_sum.
Qed.
End Sound.
