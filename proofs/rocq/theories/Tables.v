(** Rule point for no-signalling behaviours: a table of probabilities that passes the checks is a no-signalling behaviour with the
   stated means.

   A cell is a list with one atom (input, outcome + 1) of every party, and its weight.  The probability of a list of outcomes of
   some parties is the sum of the cells that contain it and have, for the other parties, their first input. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Words Operators LinearPrograms NoSignalling.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Program. Variables (K : coef) (inputs : seq (nat * nat)) (parties_count : nat).
Definition cells := seq (aword * K).
Definition first_input (p : nat) : nat := find (fun x : nat * nat => x.1 == p) inputs.
Definition at_first (named : seq nat) (w : aword) : bool :=
  all (fun a : atom => (partyof inputs a.1 \in named) || (a.1 == first_input (partyof inputs a.1))) w.
Definition ok_cell (w : aword) : bool :=
  ([seq partyof inputs a.1 | a <- w] == iota 0 parties_count) &&
  all (fun a : atom => [&& (a.1 < size inputs)%nat, (0 < a.2)%nat & (a.2 <= noutcomes inputs a.1)%nat]) w.
(* weights of the cells with input i, minus those with the first input of its party, by what the other parties do *)
Definition others (p : nat) (w : aword) : aword := [seq a <- w | partyof inputs a.1 != p].
Definition difference (i : nat) (t : cells) : trie K :=
  let p := partyof inputs i in let f := first_input p in
  foldr (fun c T =>
    let T1 := if i \in map fst c.1 then addw (others p c.1, c.2) T else T in
    if f \in map fst c.1 then addw (others p c.1, aopp c.2) T1 else T1) Lf t.
Definition consistent (t : cells) : bool :=
  all (fun i => all (fun m => czero m.2) (telems (difference i t) [::])) (iota 0 (size inputs)).
Definition ok_inputs : bool := all (fun x : nat * nat => (x.1 < parties_count)%nat) inputs.
Definition ok_cells (t : cells) : bool := [&& ok_inputs, all (fun c => ok_cell c.1 && cnn c.2) t & consistent t].
(* the mean of a word, not normalised *)
Definition factor (a : atom) (w : aword) : Z := match a.2 with
  | O => Z.sub (if (a.1, 1%nat) \in w then 1 else 0) (if (a.1, 2%nat) \in w then 1 else 0)
  | S o => if (a.1, o.+1) \in w then 1 else 0 end%Z.
Definition factors (u w : aword) : Z := foldr (fun a z => Z.mul (factor a w) z) 1%Z u.
Definition table_mean (t : cells) (u : aword) : K :=
  foldr (fun c k => if at_first [seq partyof inputs a.1 | a <- u] c.1 then cadd (cmul c.2 (cz K (factors u c.1))) k else k) (cz K Z0) t.
End Program.

Lemma uniq_inj (T U : eqType) (f : T -> U) w a b : uniq (map f w) -> a \in w -> b \in w -> f a = f b -> a = b.
Proof.
elim: w => //= c w IH /andP[nc u]; rewrite !inE => /orP[/eqP ->|aw] /orP[/eqP ->|bw] E //; last exact: IH.
- by move/negP: nc; case; rewrite E; apply: map_f.
- by move/negP: nc; case; rewrite -E; apply: map_f.
Qed.
Section Sound. Variables (R : realFieldType) (K : coef) (ev : K -> R) (KO : coef_ok ev) (inputs : seq (nat * nat)) (n : nat).
Variables (t : cells K) (N : K).
Hypotheses (OK : ok_cells inputs n t) (N0 : 0 < ev N) (NT : ev (table_mean inputs t [::]) = ev N).
Local Notation party := (partyof inputs).
Local Notation parties l := [seq party b.1 | b <- l].
Definition ind (b : bool) : R := if b then 1 else 0.
Lemma ind_and a b : ind (a && b) = ind a * ind b.
Proof. by case: a; rewrite ?mul1r ?mul0r. Qed.
(* outcomes that a cell has *)
Definition within_cell (l w : aword) : bool := all (fun b : atom => (b.1, b.2.+1) \in w) l.
Definition total (g : aword -> R) : R := \sum_(c <- t) ev c.2 * g c.1.
Definition weight (l : aword) : R := total (fun w => ind (at_first inputs (parties l) w && within_cell l w)).
Definition probability (l : aword) : R := if uniq (parties l) then weight l / ev N else 0.
Lemma total_eq g h : (forall c, c \in map fst t -> ok_cell inputs n c -> g c = h c) -> total g = total h.
Proof.
move=> E; rewrite /total; have /and3P[_ ok _] := OK; elim: t E ok => [|c l IH] E; first by rewrite !big_nil.
rewrite /= => /andP[/andP[oc _] ol]; rewrite !big_cons IH //.
- by rewrite E // ?inE ?eqxx.
- by move=> d dl; apply: E; rewrite inE dl orbT.
Qed.
Lemma weight_ge0 l : 0 <= weight l.
Proof.
rewrite /weight /total; have /and3P[_ ok _] := OK; elim: t ok => [|c l' IH] /=; first by rewrite big_nil.
by move=> /andP[/andP[_ /(evnn KO) c0] /IH s]; rewrite big_cons addr_ge0 // mulr_ge0 // /ind; case: ifP => _; rewrite ?lexx ?ler01.
Qed.
(* linear functionals of a trie *)
Section Trie. Variable g : aword -> R.
Definition ls (l : seq (word * K)) : R := foldr (fun m x => ev m.2 * g (decode m.1) + x) 0 l.
Fixpoint ts (T : trie K) : R := match T with Lf => 0 | Nd l b r => ts l + ls b + ts r end.
Lemma ls_cat p q : ls (p ++ q) = ls p + ls q.
Proof. by elim: p => [|m p IH] /=; rewrite ?add0r // IH addrA. Qed.
Lemma ts_tadd p w k T : ts (tadd (@cadd K) p w k T) = ev k * g (decode w) + ts T.
Proof.
have B l : ls (badd (@cadd K) w k l) = ev k * g (decode w) + ls l.
  elim: l => [|[v c] l IH] //=; case E: (weq w v) => /=; last by rewrite IH addrCA.
  by rewrite (weqP E) (evD KO) mulrDl addrA.
elim: p T => [|d p IH] [|l b r] /=; rewrite ?add0r ?addr0 //.
- by rewrite B addrCA -!addrA.
- by case: d => /=; rewrite IH /= ?addr0 ?add0r.
- by case: d => /=; rewrite IH; [rewrite addrCA | rewrite -!addrA].
Qed.
Lemma ts_elems T acc : ls (telems T acc) = ts T + ls acc.
Proof. by elim: T acc => [|l IHl b r IHr] acc /=; rewrite ?add0r // IHl ls_cat IHr !addrA. Qed.
Lemma ts_addw w k T : ts (addw (w, k) T) = ev k * g w + ts T.
Proof. by rewrite /addw ts_tadd decode_code. Qed.
Lemma differenceP i : (i < size inputs)%nat ->
  total (fun w => ind (i \in map fst w) * g (others inputs (party i) w)) =
  total (fun w => ind (first_input inputs (party i) \in map fst w) * g (others inputs (party i) w)).
Proof.
move=> il; have /and3P[_ _ /allP /(_ i)] := OK; rewrite mem_iota /= add0n il => /(_ isT) Z.
have : ts (difference inputs i t) = 0.
  rewrite -[LHS]addr0 -[X in _ + X]/(ls [::]) -ts_elems; elim: (telems _ _) Z => [|m l IH] //= /andP[/(ev0 KO) -> /IH ->].
  by rewrite mul0r addr0.
rewrite /total /difference; set f := first_input _ _; set p := party i.
set S := ts _; have -> : S = \sum_(c <- t) ev c.2 * (ind (i \in map fst c.1) * g (others inputs p c.1)) -
    \sum_(c <- t) ev c.2 * (ind (f \in map fst c.1) * g (others inputs p c.1)).
  rewrite /S; elim: t => [|c l IH]; first by rewrite !big_nil subr0.
  rewrite !big_cons opprD addrACA -IH /=; case: (i \in _); case: (f \in _);
    rewrite /ind ?ts_addw ?(aoppP KO) ?mul1r ?mul0r ?mulr0 ?subr0 ?oppr0 ?addr0 ?add0r ?mulNr // addrA.
  by rewrite [- _ + _]addrC.
by move=> /eqP; rewrite subr_eq0 => /eqP.
Qed.
End Trie.

(** * Cells *)
Lemma cell_inputs w : ok_cell inputs n w -> uniq (map fst w).
Proof.
move=> /andP[/eqP E _]; apply: (@map_uniq _ _ party); rewrite -map_comp.
by have -> : map (party \o fst) w = parties w by []; rewrite E iota_uniq.
Qed.
Lemma sum_outcomes w i : ok_cell inputs n w ->
  \sum_(o < noutcomes inputs i) ind ((i, (val o).+1) \in w) = ind (i \in map fst w).
Proof.
move=> ok; have := cell_inputs ok; move: ok => /andP[_]; elim: w => [|a w IH] /=; first by rewrite big1.
move=> /andP[/and3P[_ a0 ad] aw] /andP[na uw]; case: (eqVneq i a.1) => [E|ne].
- rewrite inE E eqxx /=; have o1 : (a.2.-1 < noutcomes inputs a.1)%nat by rewrite prednK.
  have out o : ((a.1, o) \in w) = false.
    by apply/negP => h; move/negP: na; apply; apply/mapP; exists (a.1, o).
  rewrite (bigD1 (Ordinal o1)) //= big1 ?addr0.
    by rewrite prednK // inE -surjective_pairing eqxx.
  move=> o /eqP no; rewrite inE out orbF /ind; case: eqP => // H; case: no; apply: val_inj => /=.
  by rewrite -[in RHS]H.
- rewrite inE (negbTE ne) /= -IH //; apply: eq_bigr => o _; rewrite inE.
  by case: eqP => // H; move/eqP: ne; rewrite -H.
Qed.
Lemma first_ok i : (i < size inputs)%nat -> party (first_input inputs (party i)) = party i /\ (party i < n)%nat.
Proof.
move=> il; have /and3P[/allP oi _ _] := OK; have mi : nth (0, 0)%nat inputs i \in inputs by apply: mem_nth.
split; last exact: (oi _ mi).
have h : has (fun x : nat * nat => x.1 == party i) inputs by apply/hasP; exists (nth (0, 0)%nat inputs i).
by have /eqP := nth_find (0, 0)%nat h.
Qed.
Lemma at_first_mem p q w : p =i q -> at_first inputs p w = at_first inputs q w.
Proof. by move=> E; apply: eq_all => a; rewrite E. Qed.
Lemma at_first_others k p w : at_first inputs (k :: p) w = at_first inputs p (others inputs k w).
Proof. by rewrite /at_first /others all_filter; apply: eq_all => a /=; rewrite in_cons; by case: (party a.1 == k). Qed.
Lemma within_others k m w : k \notin parties m -> within_cell m w = within_cell m (others inputs k w).
Proof.
move=> km; apply: eq_in_all => b bm; rewrite /others mem_filter /=.
by case: eqP => // E; move/negP: km; case; rewrite -E; apply/mapP; exists b.
Qed.
Lemma at_first_at k p w : ok_cell inputs n w -> k \notin p -> (k < n)%nat -> party (first_input inputs k) = k ->
  (first_input inputs k \in map fst w) && at_first inputs (k :: p) w = at_first inputs p w.
Proof.
move=> ok kp kn fk; have ui := cell_inputs ok; have /andP[/eqP E _] := ok.
apply/andP/allP => [[/mapP[b bw fb] /allP F] a aw|F].
- have := F a aw; rewrite in_cons; case: eqP => [ak _|//]; apply/orP; right; rewrite ak fb.
  have up : uniq (parties w) by rewrite E iota_uniq.
  have pb : party b.1 = party a.1 by rewrite -fb fk ak.
  by rewrite (uniq_inj up bw aw pb) eqxx.
- split; last by apply/allP => a aw; rewrite in_cons; have := F a aw; case: (party a.1 \in p); rewrite ?orbT //= => ->; rewrite orbT.
  have : k \in parties w by rewrite E mem_iota.
  move=> /mapP[a aw ka]; have := F a aw; rewrite -ka (negbTE kp) /= => /eqP e.
  by apply/mapP; exists a => //; rewrite e ka.
Qed.
Lemma weight_sum l i r : (i < size inputs)%nat -> party i \notin parties (l ++ r) ->
  \sum_(o < noutcomes inputs i) weight (l ++ (i, val o) :: r) = weight (l ++ r).
Proof.
move=> il pi; have [fi pn] := first_ok il; set m := l ++ r in pi *; pose k := party i.
pose g u := ind (at_first inputs (parties m) u && within_cell m u).
have gP w : ind (at_first inputs (k :: parties m) w && within_cell m w) = g (others inputs k w).
  by rewrite /g -at_first_others -within_others.
have -> : \sum_(o < noutcomes inputs i) weight (l ++ (i, val o) :: r) = total (fun w => ind (i \in map fst w) * g (others inputs k w)).
  transitivity (total (fun w => \sum_(o < noutcomes inputs i) ind ((i, (val o).+1) \in w) * g (others inputs k w))).
    rewrite /weight /total exchange_big; apply: eq_bigr => c _; rewrite mulr_sumr; apply: eq_bigr => o _.
    congr (_ * _); rewrite -gP -ind_and; congr ind; rewrite /within_cell !all_cat /=.
    rewrite (@at_first_mem _ (k :: parties m)); last by move=> q; rewrite /m !map_cat /= !(mem_cat, in_cons) orbCA.
    by case: (at_first _ _ _); case: (all _ l); case: (_ \in c.1); case: (all _ r).
  by apply: total_eq => w _ ok; rewrite -mulr_suml sum_outcomes.
rewrite differenceP //; apply: total_eq => w _ ok; rewrite -gP -ind_and andbA at_first_at //.
Qed.
Lemma probability_ok : nosignalling inputs probability.
Proof.
have N1 : (ev N)^-1 * ev N = 1 by rewrite mulVf ?gt_eqF.
split=> [l||l i r il pi].
- by rewrite /probability; case: ifP => // _; rewrite divr_ge0 ?weight_ge0 // ltW.
- rewrite /probability /= -[RHS]N1 mulrC -NT; congr (_ * _).
  rewrite /weight /total /table_mean; elim: t => [|c l IH]; first by rewrite big_nil (evz KO) iz0.
  rewrite big_cons /= IH andbT; case: (at_first _ _ _); rewrite /ind ?mulr0 ?add0r ?mulr1 //.
  by rewrite (evD KO) (evM KO) (evz KO) iz1 mulr1.
- have E o : uniq (parties (l ++ (i, o) :: r)) = uniq (parties (l ++ r)).
    rewrite !map_cat /= !cat_uniq /= negb_or; move: pi; rewrite map_cat mem_cat negb_or => /andP[p1 p2].
    by rewrite p1 p2 /=.
  rewrite /probability; case U: (uniq (parties (l ++ r))).
  + rewrite -(weight_sum il pi) mulr_suml; apply: eq_bigr => o _; by rewrite E U.
  + by rewrite big1 // => o _; rewrite E U.
Qed.
(** * Means of words *)
Lemma mean_scale (q : R) k w : mean (fun x => q * k x) w = q * mean k w.
Proof.
elim: w k => [|[j c] w IH] k; first by [].
case: c => [|c] /=; last by rewrite (IH (fun x => k ((j, c) :: x))).
by rewrite (IH (fun x => k ((j, 0%nat) :: x))) (IH (fun x => k ((j, 1%nat) :: x))) mulrBr.
Qed.
Lemma mean_total (k : aword -> aword -> R) w : mean (fun x => total (k x)) w = total (fun c => mean (fun x => k x c) w).
Proof.
elim: w k => [|[j c] w IH] k //; case: c => [|c] /=; last by rewrite (IH (fun x => k ((j, c) :: x))).
rewrite (IH (fun x => k ((j, 0%nat) :: x))) (IH (fun x => k ((j, 1%nat) :: x))) /total -sumrB.
by apply: eq_bigr => d _; rewrite mulrBr.
Qed.
Lemma factor_value i o c : ind ((i, o.+1) \in c) = iz R (factor (i, o.+1) c).
Proof. by rewrite /factor /=; case: ifP => _; rewrite ?iz1 ?iz0. Qed.
Lemma mean_factors P u w c : mean (fun x => ind (P && within_cell (u ++ x) c)) w = ind (P && within_cell u c) * iz R (factors w c).
Proof.
elim: w u => [|[i o] w IH] u; first by rewrite /= cats0 iz1 mulr1.
have S q : mean (fun x => ind (P && within_cell (u ++ (i, q) :: x) c)) w = ind (P && within_cell u c) * (ind ((i, q.+1) \in c) * iz R (factors w c)).
  transitivity (mean (fun x => ind (P && within_cell (rcons u (i, q) ++ x) c)) w).
    by apply: mean_ext => x _; rewrite cat_rcons.
  by rewrite IH /within_cell all_rcons /= mulrA -ind_and; congr (ind _ * _); case: (P) => //=; rewrite andbC.
case: o => [|o] /=; rewrite ?izM !S -?factor_value; last by [].
by rewrite /factor /= izB -mulrBr -mulrBl; congr (_ * (_ * _)); do 2 (case: ifP => _); rewrite ?iz1 ?iz0.
Qed.
Theorem table_meanP w : uniq (parties w) -> mean probability w = ev (table_mean inputs t w) / ev N.
Proof.
move=> U; transitivity (mean (fun x => (ev N)^-1 * weight x) w).
  apply: mean_ext => x E; rewrite /probability; have -> : parties x = parties w; last by rewrite U mulrC.
  have F z : parties z = map party (map fst z) by rewrite -map_comp.
  by rewrite !F E.
rewrite mean_scale mulrC; congr (_ * _).
transitivity (mean (fun x => total (fun c => ind (at_first inputs (parties w) c && within_cell ([::] ++ x) c))) w).
  apply: mean_ext => x E; have F z : parties z = map party (map fst z) by rewrite -map_comp.
  by rewrite /weight !F E.
rewrite mean_total /total /table_mean; elim: t => [|c l IH]; first by rewrite big_nil (evz KO) iz0.
rewrite big_cons IH (mean_factors _ [::]) /= andbT; case: (at_first _ _ _); rewrite /ind ?mul0r ?mulr0 ?add0r ?mul1r //.
by rewrite (evD KO) (evM KO) (evz KO).
Qed.
End Sound.
