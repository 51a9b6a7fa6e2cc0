(** Coefficients that are polynomials in symbols, with relations, ranges, conditions and cones, over any coefficients. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition mono := seq nat.
Section Ops. Variable K : coef.
Definition spoly := seq (mono * K).
Record ring := Ring { rels : seq (nat * nat * spoly);           (* symbol, power, what it equals; the latest symbol first *)
  ranges : seq (nat * K * K); conds : seq (spoly * bool) }.     (* symbol, low, high; condition and whether it is strict *)
Variable G : ring.
Inductive scoef := Pl of spoly | Cone of seq (K * seq nat).
Fixpoint mmul (e f : mono) : mono := match e, f with [::], _ => f | _, [::] => e | a :: e', b :: f' => (a + b)%nat :: mmul e' f' end.
Fixpoint mnorm (e : mono) : mono := match e with   (* without trailing zeros *)
  | [::] => [::] | a :: e' => match a, mnorm e' with O, [::] => [::] | _, t => a :: t end end.
Definition sadd1 (w : mono) := badd (@cadd K) (mnorm w).
Definition sadd (p q : spoly) : spoly := foldr (fun m l => sadd1 m.1 m.2 l) q p.
Definition sscale (k : K) (p : spoly) : spoly := map (fun m => (m.1, cmul k m.2)) p.
Definition smul1 (m : mono * K) (q : spoly) : spoly := map (fun n => (mmul m.1 n.1, cmul m.2 n.2)) q.
Definition smulr (p q : spoly) : spoly := foldr (fun m l => sadd (smul1 m q) l) [::] p.
Fixpoint lower (i d : nat) (e : mono) : mono := match e, i with
  | [::], _ => [::] | a :: e', O => (a - d)%nat :: e' | a :: e', i'.+1 => a :: lower i' d e' end.
Definition red1 (r : nat * nat * spoly) (p : spoly) : spoly :=
  foldr (fun m l => if (r.1.2 <= nth 0%nat m.1 r.1.1)%nat then sadd (smul1 (lower r.1.1 r.1.2 m.1, m.2) r.2) l else sadd1 m.1 m.2 l) [::] p.
Fixpoint redn (n : nat) (r : nat * nat * spoly) (p : spoly) : spoly :=
  if has (fun m => (r.1.2 <= nth 0%nat m.1 r.1.1)%nat) p then match n with O => p | n'.+1 => redn n' r (red1 r p) end else p.
Variable fuel : nat.
Definition reduce (p : spoly) : spoly := foldl (fun p r => redn fuel r p) p (rels G).
Definition snum (k : K) : spoly := [:: ([::], k)].
Definition term (t : K * seq nat) : spoly := foldr (fun i p => reduce (smulr (nth ([::], false) (conds G) i).1 p)) (snum t.1) t.2.
Definition tp (c : scoef) : spoly := match c with Pl p => p | Cone l => foldr (fun t p => sadd (term t) p) [::] l end.
(* a polynomial of degree at most 1 in symbols with ranges: its corners *)
Fixpoint pow (k : K) (n : nat) : K := match n with O => cz K (Zpos xH) | n'.+1 => cmul k (pow k n') end.
Definition subst (i : nat) (v : K) (p : spoly) : spoly := map (fun m => (lower i (nth 0%nat m.1 i) m.1, cmul m.2 (pow v (nth 0%nat m.1 i)))) p.
Definition const (p : spoly) : K := foldr (fun m k => cadd m.2 k) (cz K Z0) p.
Fixpoint corners (rs : seq (nat * K * K)) (p : spoly) : bool := match rs with
  | [::] => all (fun m => all (fun a => a == 0%nat) m.1) p && cnn (const p)
  | r :: rs' => if all (fun m => nth 0%nat m.1 r.1.1 == 0)%nat p then corners rs' p
     else all (fun m => nth 0%nat m.1 r.1.1 <= 1)%nat p && corners rs' (subst r.1.1 r.1.2 p) && corners rs' (subst r.1.1 r.2 p) end.
Definition snn (c : scoef) : bool := match c with Pl p => corners (ranges G) p | Cone l => all (fun t => cpos t.1) l end.
Definition spos (c : scoef) : bool := match c with
  | Pl p => all (fun m => all (fun a => a == 0%nat) m.1) p && cpos (const p)
  | Cone l => all (fun t => cpos t.1) l && has (fun t => all (fun i => (nth ([::], false) (conds G) i).2) t.2) l end.
Definition KS : coef := @Coef scoef (fun z => Pl (snum (cz K z))) (fun p => Pl (snum (cinv K p)))
  (fun a b => Pl (sadd (tp a) (tp b))) (fun a => Pl (sscale (cz K (Zneg xH)) (tp a)))
  (fun a b => Pl (reduce (smulr (tp a) (tp b)))) (fun a => all (fun m => czero m.2) (tp a)) snn spos.
End Ops.

Section Sound. Variables (R : realFieldType) (K : coef) (ek : K -> R) (KO : coef_ok ek) (G : ring K) (fuel : nat) (x : nat -> R).
Fixpoint mv (k : nat) (e : mono) : R := match e with [::] => 1 | a :: e' => x k ^+ a * mv k.+1 e' end.
Fixpoint sv (p : spoly K) : R := match p with [::] => 0 | m :: p' => ek m.2 * mv 0 m.1 + sv p' end.
(* the point satisfies the relations, ranges and conditions of the statement *)
Record point : Prop := Point {
  pt_rel : forall r, List.In r (rels G) -> x r.1.1 ^+ r.1.2 = sv r.2;
  pt_range : forall r, List.In r (ranges G) -> ek r.1.2 <= x r.1.1 <= ek r.2;
  pt_cond : forall i, let c := nth ([::], false) (conds G) i in if c.2 then 0 < sv c.1 else 0 <= sv c.1 }.
Hypothesis PT : point.
Lemma mmulP k e f : mv k (mmul e f) = mv k e * mv k f.
Proof. by elim: e f k => [|a e IH] [|b f] k /=; rewrite ?mul1r ?mulr1 // IH exprD mulrACA. Qed.
Lemma mnormP k e : mv k (mnorm e) = mv k e.
Proof. by elim: e k => [|[|a] e IH] k //=; rewrite -IH; case: (mnorm e) => //=; rewrite mulr1. Qed.
Lemma sadd1P w k l : sv (sadd1 w k l) = ek k * mv 0 w + sv l.
Proof.
rewrite /sadd1 -(mnormP 0 w); move: (mnorm w) => {}w.
elim: l => [|[v c] l IH] //=; case E: (weq w v) => /=; last by rewrite IH addrCA.
by rewrite (weqP E) (evD KO) mulrDl addrA.
Qed.
Lemma saddP p q : sv (sadd p q) = sv p + sv q.
Proof. by elim: p => [|m p IH] /=; rewrite ?add0r // sadd1P IH addrA. Qed.
Lemma sscaleP k p : sv (sscale k p) = ek k * sv p.
Proof. by elim: p => [|m p IH] /=; rewrite ?mulr0 // IH (evM KO) mulrDr mulrA. Qed.
Lemma smul1P m q : sv (smul1 m q) = ek m.2 * mv 0 m.1 * sv q.
Proof. by elim: q => [|n q IH] /=; rewrite ?mulr0 // IH (evM KO) mmulP mulrDr mulrACA. Qed.
Lemma smulP p q : sv (smulr p q) = sv p * sv q.
Proof. by elim: p => [|m p IH] /=; rewrite ?mul0r // saddP smul1P IH mulrDl. Qed.
Lemma lowerP k i d e : (d <= nth 0%nat e i)%nat -> mv k e = x (k + i)%nat ^+ d * mv k (lower i d e).
Proof.
elim: e i k => [|a e IH] [|i] k /=; rewrite ?nth_nil ?leqn0.
- by move=> /eqP ->; rewrite mul1r.
- by move=> /eqP ->; rewrite mul1r.
- by move=> da; rewrite addn0 mulrA -exprD subnKC.
- by move=> H; rewrite (IH i k.+1 H) addSnnS mulrCA.
Qed.
Lemma red1P r p : List.In r (rels G) -> sv (red1 r p) = sv p.
Proof.
move=> Ir; elim: p => [|m p IH] //=; case: ifP => H; last by rewrite sadd1P IH.
by rewrite saddP smul1P IH /= (lowerP 0 H) add0n -(pt_rel PT Ir) [x _ ^+ _ * _]mulrC mulrA.
Qed.
Lemma rednP n r p : List.In r (rels G) -> sv (redn n r p) = sv p.
Proof. by move=> Ir; elim: n p => [|n IH] p /=; case: ifP => // _; rewrite IH red1P. Qed.
Lemma reduceP p : sv (reduce G fuel p) = sv p.
Proof.
rewrite /reduce; have : forall r, List.In r (rels G) -> List.In r (rels G) by [].
elim: {-2}(rels G) p => [|r l IH] p H //=; rewrite IH; last by move=> r' I; apply: H; right.
by apply: rednP; apply: H; left.
Qed.
Lemma snumP k : sv (snum k) = ek k. Proof. by rewrite /= mulr1 addr0. Qed.
Lemma termP t : sv (term G fuel t) = ek t.1 * \prod_(i <- t.2) sv (nth ([::], false) (conds G) i).1.
Proof.
rewrite /term; elim: t.2 => [|i l IH]; first by rewrite big_nil mulr1 snumP.
by rewrite /= reduceP smulP IH big_cons mulrCA.
Qed.
Lemma powP k n : ek (pow k n) = ek k ^+ n.
Proof. by elim: n => [|n IH] /=; rewrite ?(evz KO) ?iz1 // (evM KO) IH exprS. Qed.
Lemma constP p : all (fun m : mono * K => all (fun a => a == 0%nat) m.1) p -> ek (const p) = sv p.
Proof.
elim: p => [|m p IH] /=; first by rewrite (evz KO) iz0.
move=> /andP[z /IH E]; rewrite (evD KO) E; congr (_ + _).
suff -> : forall k, mv k m.1 = 1 by rewrite mulr1.
by elim: (m.1) z => [|a e IHe] //= /andP[/eqP -> /IHe H] k; rewrite H mulr1.
Qed.
Lemma affine i p : all (fun m : mono * K => nth 0%nat m.1 i <= 1)%nat p ->
  exists A B, sv p = A + B * x i /\ forall v, sv (subst i v p) = A + B * ek v.
Proof.
elim: p => [|m p IH] /=; first by exists 0, 0; split=> *; rewrite mul0r addr0.
move=> /andP[d /IH [A [B [E F]]]]; have L := lowerP 0 (leqnn (nth 0%nat m.1 i)); rewrite add0n in L.
move: d L; case: (nth 0%nat m.1 i) => [|[|//]] _ L.
- exists (ek m.2 * mv 0 (lower i 0 m.1) + A), B; split=> [|v]; first by rewrite L E mul1r addrA.
  by rewrite /= (evM KO) (evz KO) iz1 mulr1 F addrA.
- exists A, (ek m.2 * mv 0 (lower i 1 m.1) + B); split=> [|v].
  + by rewrite L E mulrDl expr1 addrCA; congr (_ + (_ + _)); rewrite -mulrA [mv _ _ * _]mulrC.
  + by rewrite /= !(evM KO) (evz KO) iz1 mulr1 F mulrDl addrCA; congr (_ + (_ + _)); rewrite mulrAC.
Qed.
Lemma cornersP rs p : (forall r, List.In r rs -> List.In r (ranges G)) -> corners rs p -> 0 <= sv p.
Proof.
elim: rs p => [|r rs IH] p I /=; first by move=> /andP[/constP <- /(evnn KO)].
have I' : forall r', List.In r' rs -> List.In r' (ranges G) by move=> r' h; apply: I; right.
case: ifP => _; first exact: IH.
move=> /andP[/andP[d /(IH _ I') lo] /(IH _ I') hi]; have [A [B [E F]]] := affine d.
have /andP[rl rh] := pt_range PT (I r (or_introl erefl)); rewrite E; rewrite !F in lo hi.
have [B0|B0] := lerP 0 B.
- by apply: (le_trans lo); rewrite ler_add2l ler_wpmul2l.
- by apply: (le_trans hi); rewrite ler_add2l ler_wnmul2l // ltW.
Qed.
Definition evS (c : KS G fuel) : R := sv (tp G fuel c).
Lemma cond_ge0 i : 0 <= sv (nth ([::], false) (conds G) i).1.
Proof. by have /= := pt_cond PT i; case: ifP => _ // /ltW. Qed.
Lemma coneP l : all (fun t : K * seq nat => cpos t.1) l -> 0 <= sv (tp G fuel (Cone l)).
Proof.
elim: l => [|t l IH] //= /andP[/(evpos KO) t0 /IH l0].
by rewrite saddP addr_ge0 // termP mulr_ge0 //; [exact: ltW | apply: prodr_ge0 => i _; exact: cond_ge0].
Qed.
Theorem KS_ok : coef_ok evS.
Proof.
have P c : cpos c -> 0 < evS c.
  case: c => [p|l] /= /andP[].
  - by move=> /constP E /(evpos KO); rewrite /evS /= -E.
  - rewrite /evS; elim: l => [|t l IH] //= /andP[/(evpos KO) t0 lp] /orP[st|h]; rewrite saddP termP.
    + rewrite ltr_spaddl //; last exact: coneP.
      rewrite mulr_gt0 //; elim: (t.2) st => [|i s IHs]; first by rewrite big_nil ltr01.
      move=> /= /andP[si /IHs s0]; rewrite big_cons mulr_gt0 //; by have := pt_cond PT i; rewrite /= si.
    + rewrite ltr_paddl //; last exact: IH.
      by rewrite mulr_ge0 //; [exact: ltW | apply: prodr_ge0 => i _; exact: cond_ge0].
split=> [z|p|a b|a|a b|a|a|//]; rewrite /evS.
- by rewrite /= mulr1 addr0 (evz KO).
- by rewrite /= mulr1 addr0 (evinv KO).
- by rewrite /= saddP.
- by rewrite /= sscaleP (evz KO) -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1 mulN1r.
- by rewrite /= reduceP smulP.
- rewrite [czero a]/=; elim: (tp _ _ _) => [|m p IH] //= /andP[/(ev0 KO) -> /IH ->]; by rewrite mul0r addr0.
- case: a => [p|l] /=; [exact: cornersP | exact: coneP].
Qed.
End Sound.
