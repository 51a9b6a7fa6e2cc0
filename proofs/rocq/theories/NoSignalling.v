(** Rules lp-dual and farkas for no-signalling behaviours are sound. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators LinearPrograms.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sound. Variables (R : realFieldType) (K : coef) (ev : K -> R) (KO : coef_ok ev) (inputs : seq (nat * nat)).
Local Notation mp := (mp ev).
Local Notation aholds := (aholds ev).
Local Notation aoppP := (aoppP KO).
Local Notation atotal_le := (atotal_le KO).
(* ---- no-signalling: consistent families of marginals ---- *)
Fixpoint mean (k : aword -> R) (w : aword) : R := match w with
  | [::] => k [::]
  | (i, 0%nat) :: w' => mean (fun x => k ((i, 0%nat) :: x)) w' - mean (fun x => k ((i, 1%nat) :: x)) w'
  | (i, o.+1) :: w' => mean (fun x => k ((i, o) :: x)) w' end.
(* P l is the probability of the noutcomes l = [(input, outcome); ...] of inputs of different parties *)
Record nosignalling (P : aword -> R) : Prop := NoSignalling {
  ns_ge0 : forall l, 0 <= P l; ns1 : P [::] = 1;
  ns_sum : forall l i r, (i < size inputs)%nat -> partyof inputs i \notin [seq partyof inputs a.1 | a <- l ++ r] ->
     \sum_(o < noutcomes inputs i) P (l ++ (i, val o) :: r) = P (l ++ r) }.
Lemma mean_ext k k' w : (forall x, map fst x = map fst w -> k x = k' x) -> mean k w = mean k' w.
Proof.
elim: w k k' => [|[i [|o]] w IH] k k' E /=; first exact: E.
- by congr (_ - _); apply: IH => x xw; apply: E; rewrite /= xw.
- by apply: IH => x xw; apply: E; rewrite /= xw.
Qed.
Lemma mean_sum n (k : 'I_n -> aword -> R) w : mean (fun x => \sum_o k o x) w = \sum_o mean (k o) w.
Proof.
elim: w k => [|[i c] w IH] k; first by [].
case: c => [|c] /=.
- by rewrite (IH (fun j x => k j ((i, 0%nat) :: x))) (IH (fun j x => k j ((i, 1%nat) :: x))) -sumrB.
- by rewrite (IH (fun j x => k j ((i, c) :: x))).
Qed.
(* the sum rule, at the place of one atom *)
Lemma mean_cat k u v : mean k (u ++ v) = mean (fun x => mean (fun y => k (x ++ y)) v) u.
Proof.
elim: u k => [|[i c] u IH] k //; case: c => [|c] /=.
- by rewrite !IH.
- by rewrite IH.
Qed.
Variable P : aword -> R. Hypothesis NS : nosignalling P.
Lemma sum_rule u i v : (i < size inputs)%nat -> partyof inputs i \notin [seq partyof inputs a.1 | a <- u ++ v] ->
  \sum_(o < noutcomes inputs i) mean P (u ++ (i, (val o).+1) :: v) = mean P (u ++ v).
Proof.
move=> il pi.
transitivity (\sum_(o < noutcomes inputs i) mean (fun x => mean (fun y => P (x ++ (i, val o) :: y)) v) u).
  by apply: eq_bigr => o _; rewrite mean_cat.
rewrite -mean_sum mean_cat; apply: mean_ext => x xu; rewrite -mean_sum; apply: mean_ext => y yv.
apply: (ns_sum NS) => //; move: pi; rewrite !map_cat.
have E (w w' : aword) : map fst w = map fst w' -> [seq partyof inputs a.1 | a <- w] = [seq partyof inputs a.1 | a <- w'].
  have F z : [seq partyof inputs a.1 | a <- z] = map (partyof inputs) (map fst z) :> seq nat by rewrite -map_comp.
  by move=> e; rewrite !F e.
by rewrite (E _ _ xu) (E _ _ yv).
Qed.
Definition okatom (a : atom) : bool :=
  (a.1 < size inputs)%nat && (if (a.2 == 0)%nat then (noutcomes inputs a.1 == 2)%nat else (a.2 <= noutcomes inputs a.1)%nat).
Lemma expand1_ok u a v : okatom a -> partyof inputs a.1 \notin [seq partyof inputs b.1 | b <- u ++ v] ->
  mean P (u ++ a :: v) = \sum_(m <- expand1 K inputs a) ev m.2 * mean P (u ++ m.1 ++ v).
Proof.
case: a => i c /andP[/= il hc] pi; have SR := sum_rule il pi; rewrite /expand1 /=.
have v1 : ev (cz K (Zpos xH)) = 1 by rewrite (evz KO) iz1.
have vm : ev (cz K (Zneg xH)) = -1 by rewrite (evz KO) -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1.
have vh : ev (cinv K 2) = 2%:R^-1 by rewrite (evinv KO) -[Zpos 2]/(Z.add (Zpos xH) (Zpos xH)) izD iz1.
case: ifP hc => [c0 _|c0 hc]; first by rewrite big_seq1 v1 mul1r.
case: ifP => [/eqP d2|d2].
  have OB : mean P (u ++ (i, 0%nat) :: v) = mean P (u ++ (i, 1%nat) :: v) - mean P (u ++ (i, 2%nat) :: v).
    rewrite !mean_cat -[RHS]mulr1 -[_ - _]mulr1 !mulr1.
    have -> : mean (fun x => mean (fun y => P (x ++ y)) ((i, 0%nat) :: v)) u =
      mean (fun x => \sum_(o < 2) (if (val o == 0)%nat then 1 else -1) * mean (fun y => P (x ++ y)) ((i, (val o).+1) :: v)) u.
      by apply: mean_ext => x _; rewrite !big_ord_recl big_ord0 /= addr0 mul1r mulN1r.
    rewrite mean_sum !big_ord_recl big_ord0 /= addr0; congr (_ + _).
      by apply: mean_ext => x _; rewrite mul1r.
    have sc (q : R) k w : mean (fun x => q * k x) w = q * mean k w.
      elim: w k => [|[j cc] w IH] k; first by [].
      case: cc => [|cc] /=; last by rewrite (IH (fun x => k ((j, cc) :: x))).
      by rewrite (IH (fun x => k ((j, 0%nat) :: x))) (IH (fun x => k ((j, 1%nat) :: x))) mulrBr.
    by rewrite sc mulN1r.
  move: SR; rewrite d2 !big_ord_recl big_ord0 /= addr0 => SR.
  rewrite !big_cons big_nil addr0 /= vh OB -SR.
  have H2 (x : R) : 2%:R^-1 * (x + x) = x by rewrite -mulr2n -[x *+ 2]mulr_natr mulrC mulfK ?pnatr_eq0.
  case: c c0 hc => [|[|[|c]]] //=; rewrite ?d2 // => _ _.
  - by rewrite vh -mulrDr addrACA subrr addr0 H2.
  - rewrite aoppP vh mulNr -mulrBr opprB; move: (mean _ _) (mean _ _) => x y.
    by rewrite [x + y]addrC addrACA subrr addr0 H2.
case: ifP => [/eqP cd|cd]; last by rewrite big_seq1 v1 mul1r.
rewrite big_cons /= v1 mul1r -SR; move: cd c0; case: (noutcomes inputs i) => [-> //|n] -> _.
rewrite big_ord_recr /= [X in X + _]addrC -addrA -[LHS]addr0; congr (_ + _); apply/esym/eqP; rewrite addr_eq0.
rewrite big_map -(big_mkord xpredT (fun o => mean P (u ++ (i, o.+1) :: v))) /index_iota subn0.
by rewrite -sumrN; apply/eqP/eq_bigr => o _; rewrite /= vm mulN1r opprK.
Qed.
Definition parties (w : aword) : seq nat := [seq partyof inputs b.1 | b <- w].
Lemma expand1_shape a : okatom a -> all (fun m => if m.1 is [:: b] then b.1 == a.1 else m.1 == [::]) (expand1 K inputs a).
Proof.
case: a => i c _; rewrite /expand1 /=; case: ifP => _; first by rewrite /= eqxx.
case: ifP => _; first by rewrite /= eqxx.
case: ifP => _; last by rewrite /= eqxx.
by rewrite /= all_map; apply/allP => o _ /=.
Qed.
Lemma expand_ok u w : all okatom w -> uniq (parties (u ++ w)) ->
  mean P (u ++ w) = mp (fun x => mean P (u ++ x)) (expand K inputs w).
Proof.
elim: w u => [|a w IH] u /=; first by rewrite (evz KO) iz1 mul1r addr0.
move=> /andP[ao wo] un; have pi : partyof inputs a.1 \notin parties (u ++ w).
  by move: un; rewrite /parties map_cat /= cat_uniq /= negb_or -andbA => /and5P[_ n1 _ n2 _]; rewrite map_cat mem_cat negb_or n1 n2.
rewrite expand1_ok //; have := expand1_shape ao; elim: (expand1 _ _ _) => [|m l IHl]; first by rewrite big_nil.
rewrite [all _ _]/= => /andP[sh /IHl E]; rewrite big_cons E /= mp_cat; congr (_ + _).
have -> : mean P (u ++ m.1 ++ w) = mp (fun x => mean P ((u ++ m.1) ++ x)) (expand K inputs w).
  rewrite catA; apply: IH => //; move: un sh; rewrite /parties !map_cat /=; case: (m.1) => [|b [|? ?]] //=.
  - by rewrite cats0 !cat_uniq /= negb_or => /and3P[-> /andP[_ ->] /andP[_ ->]].
  - by move=> un /eqP ->; rewrite -catA.
elim: (expand _ _ _) => [|t r IHr] /=; first by rewrite mulr0.
by rewrite mulrDr IHr (evM KO) mulrA catA.
Qed.
Lemma decode_code w : decode (acode w) = w.
Proof. by elim: w => [|[i c] w IH] //=; rewrite -/(acode w) IH. Qed.
Definition lv (l : seq (word * K)) : R := foldr (fun t x => ev t.2 * mean P (decode t.1) + x) 0 l.
Fixpoint tv (t : trie K) : R := match t with Lf => 0 | Nd l b r => tv l + lv b + tv r end.
Lemma lv_cat p q : lv (p ++ q) = lv p + lv q.
Proof. by elim: p => [|m p IH] /=; rewrite ?add0r // IH addrA. Qed.
Lemma tv_tadd p w k t : tv (tadd (@cadd K) p w k t) = ev k * mean P (decode w) + tv t.
Proof.
have B l : lv (badd (@cadd K) w k l) = ev k * mean P (decode w) + lv l.
  elim: l => [|[v c] l IH] //=; case E: (weq w v) => /=; last by rewrite IH addrCA.
  by rewrite (weqP E) (evD KO) mulrDl addrA.
elim: p t => [|d p IH] [|l b r] /=; rewrite ?add0r ?addr0 //.
- by rewrite B addrCA -!addrA.
- by case: d => /=; rewrite IH /= ?addr0 ?add0r.
- by case: d => /=; rewrite IH; [rewrite addrCA | rewrite -!addrA].
Qed.
Lemma tv_elems t acc : lv (telems t acc) = tv t + lv acc.
Proof. by elim: t acc => [|l IHl b r IHr] acc /=; rewrite ?add0r // IHl lv_cat IHr !addrA. Qed.
Lemma addpoly_ok p T : all (fun t => okword inputs t.1) p -> tv (addpoly inputs p T) = mp (mean P) p + tv T.
Proof.
elim: p => [|[w k] p IH]; first by rewrite add0r.
move=> /= /andP[/andP[un ok] /IH E].
have -> : forall l T', tv (foldr (fun x T => addw (x.1, cmul k x.2) T) T' l) = ev k * mp (mean P) l + tv T'.
  elim=> [|x l IHl] T' /=; first by rewrite mulr0 add0r.
  by rewrite tv_tadd decode_code IHl (evM KO) mulrDr mulrA addrA.
by rewrite E addrA -(@expand_ok [::] w).
Qed.
Lemma event_ge0 k w : (forall l, 0 <= k l) -> event w -> 0 <= mean k w.
Proof. by elim: w k => [|[i c] w IH] k k0 //=; case: c => [|c] //= /IH; apply. Qed.
Theorem ns_sound H slack ms events : check_ns inputs H slack ms events -> aholds (mean P) H -> 0 <= mp (mean P) slack.
Proof.
move=> /and4P[mo eo wo z] HH; apply: le_trans (atotal_le slack HH mo).
have E : mp (mean P) (ns_total H slack ms events) = 0.
  rewrite -[LHS]addr0 -[X in _ + X]/(tv Lf) -addpoly_ok // -[LHS]addr0 -[X in _ + X]/(lv [::]) -tv_elems.
  elim: (telems _ _) z => [|t l IH] //= /andP[/(ev0 KO) -> /IH ->]; by rewrite mul0r addr0.
move: E; rewrite /ns_total mp_cat => /eqP; rewrite addr_eq0 => /eqP ->; rewrite oppr_ge0.
elim: events eo {wo z} => [|e l IH] //= /andP[/andP[/(evnn KO) e0 ev_] /IH le0].
by rewrite -[0]addr0 ler_add // aoppP mulNr oppr_le0 mulr_ge0 // event_ge0 //; exact: (ns_ge0 NS).
Qed.
End Sound.
