(** What [Compile] makes from a statement has the values that [Meaning] gives it: coefficients, letters, words, terms, hypotheses. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith QArith String.
From Bellcert Require Import Integers Words Operators Evaluation Rules SumsOfSquares Rationals Fields Symbols Scenarios LinearPrograms NoSignalling Statements Compile Judge Meaning.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Arguments addmul : simpl never. Arguments addp : simpl never. Arguments pmul : simpl never.

Lemma In_rev (T : Type) (a : T) l : List.In a (rev l) -> List.In a l.
Proof.
elim: l => [|b l IH] //; rewrite rev_cons -cats1 => H; have [/IH h|[->|//]] := List.in_app_or _ _ _ H; by [right | left].
Qed.
Lemma In_nth (T : Type) (d : T) l i : (i < size l)%nat -> List.In (nth d l i) l.
Proof. by elim: l i => [|a l IH] [|i] //= il; [left | right; apply: IH]. Qed.
Lemma last_nth (T : Type) (d a : T) (l : seq T) : (0 < size l)%nat -> last a l = nth d l (size l).-1.
Proof. by case: l => // b l _; rewrite -nth_last; apply: set_nth_default. Qed.

Section Compiled. Variables (R : realFieldType) (alpha : R) (v : nat -> R) (e : effort) (c : setting).
Hypotheses (alphaP : alpha_ok alpha c) (symbolsP : symbols_ok alpha v c).
Local Notation x := (context_of e c).
Local Notation F := (the_field e c).
Local Notation cv := (coefficient_value alpha v).

(** * The field *)
Lemma cover_ok m n l : evA alpha m = 0 -> covered alpha l -> covered alpha (ssrnat.iter n (step (Field m [::])) l).
Proof. by move=> root C; elim: n => [|n IH] //=; apply: stepP. Qed.
Lemma field_ok : ok_field x -> is_root F alpha.
Proof.
rewrite /ok_field /= /the_field /minimal_polynomial /interval; move: alphaP; rewrite /alpha_ok; case: (field_of c) => [[[m lo] hi]|].
- move=> [root /andP[la ah]] /Z.eqb_eq L; have sz : (0 < size m)%nat by case: m L {root}.
  split=> /=.
  + rewrite /deg /= size_map prednK //; split=> //.
    by rewrite (nth_map Z0) ?prednK // -(last_nth Z0 Z0) // L evQz iz1.
  + exact: root.
  + by apply: cover_ok => //; exists (lo, hi); [left | rewrite /within /= !ltW].
- move=> -> _; split=> /=.
  + by rewrite /deg /=; split=> //; rewrite evQz iz1.
  + by rewrite mul0r addr0 evq0.
  + by exists (q0, q0); [left | rewrite /within /= evq0 lexx].
Qed.
(** * The ring *)
Lemma mvP k m : mv v k m = monomial_value v k m.
Proof. by elim: m k => [|a m IH] k //=; rewrite IH. Qed.
Lemma svP (p : coefficient) : sv (K := KF x) (evA alpha) v p = cv p.
Proof. by elim: p => [|m p IH] //=; rewrite mvP IH. Qed.
Lemma mv_symbol i k : mv v k (rcons (nseq i 0%nat) 1%nat) = v (k + i)%nat.
Proof. by elim: i k => [|i IH] k /=; rewrite ?addn0 ?expr1 ?mulr1 // expr0 mul1r IH addSnnS. Qed.
Lemma symbol_polyP i s q : cv (symbol_poly i s q) = iz R s * v i + evQ R q.
Proof.
by rewrite /symbol_poly /= /number_value /= -mvP mv_symbol add0n !mulr0 !addr0 mulr1 /Rationals.evQ /= iz1 divr1.
Qed.
Lemma range_conditionsP k l : (forall i lo hi, nth None l i = Some (lo, hi) -> evQ R lo <= v (k + i)%nat <= evQ R hi) ->
  forall q, List.In q (range_conditions k l) -> if q.2 then 0 < cv q.1 else 0 <= cv q.1.
Proof.
elim: l k => [|[[lo hi]|] l IH] k H q //=.
- have /andP[a b] : evQ R lo <= v k <= evQ R hi by have := H 0%nat lo hi; rewrite addn0; apply.
  have H' : forall i lo hi, nth None l i = Some (lo, hi) -> evQ R lo <= v (k.+1 + i)%nat <= evQ R hi.
    by move=> i lo' hi' E; rewrite addSnnS; apply: (H i.+1).
  move=> [<-|[<-|]]; last exact: IH.
  + by rewrite [fst _]/= [snd _]/= symbol_polyP iz1 mul1r evQN subr_ge0.
  + by rewrite [fst _]/= [snd _]/= symbol_polyP -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1 mulN1r addrC subr_ge0.
- by apply: IH => i lo hi E; rewrite addSnnS; apply: (H i.+1).
Qed.
Lemma range_listP k l : (forall i lo hi, nth None l i = Some (lo, hi) -> evQ R lo <= v (k + i)%nat <= evQ R hi) ->
  forall r, List.In r (range_list k l) -> evA alpha r.1.2 <= v r.1.1 <= evA alpha r.2.
Proof.
elim: l k => [|[[lo hi]|] l IH] k H r //=.
- move=> [<-|]; first by rewrite /= !mulr0 !addr0; have := H 0%nat lo hi; rewrite addn0; apply.
  by apply: IH => i lo' hi' E; rewrite addSnnS; apply: (H i.+1).
- by apply: IH => i lo hi E; rewrite addSnnS; apply: (H i.+1).
Qed.
Lemma point_ok : point (K := KF x) (evA alpha) (its_ring x) v.
Proof.
split=> /= [r h|r|i].
- by rewrite (relations_hold symbolsP (In_rev h)) -svP.
- by apply: range_listP => i lo hi /(ranges_hold symbolsP).
- set q := nth _ _ _; suff : if q.2 then 0 < cv q.1 else 0 <= cv q.1 by rewrite -svP; case: (q.2).
  rewrite /q; case: (ltnP i (size (all_conditions c))) => il; last by rewrite nth_default //=.
  have [h|h] := List.in_app_or _ _ _ (In_nth ([::], false) il); last exact: (conditions_hold symbolsP h).
  by apply: range_conditionsP h => j lo hi /(ranges_hold symbolsP).
Qed.
Definition ev : KK x -> R := @evS R (KF x) (evA alpha) (its_ring x) (reduce_steps e) v.
Lemma KO : ok_field x -> coef_ok ev.
Proof. by move=> /field_ok FR; apply: KS_ok point_ok; apply: KA_ok. Qed.
Lemma liftP p : ev (lift x p) = cv p.
Proof. exact: svP. Qed.

(** * Operators *)
Section Operators. Hypothesis OF : ok_field x.
Variables (A : algType R) (star : A -> A) (E : nat -> nat -> A).
Hypotheses (SA : star_alg star) (EM : measurements (the_scenario c) star E) (WF : wf (the_scenario c)).
Local Notation C := (the_scenario c).
Local Notation letter := (Scenarios.L C E).
Local Notation ep := (epl letter ev).
Lemma grp_table a : grp (the_alphabet e c) a = (lett C a).1.
Proof.
rewrite /the_alphabet /= /lett; case: (ltnP a (size (table C))) => al.
- by rewrite (nth_map (0, 0)%nat) //; congr (_.1); apply: set_nth_default.
- by rewrite !nth_default ?size_map.
Qed.
Lemma inv_table a : inv (the_alphabet e c) a = eq_op (lett C a).2 0%nat.
Proof.
rewrite /the_alphabet /= /lett; case: (ltnP a (size (table C))) => al.
- rewrite (nth_map (0, 0)%nat) //.
  have -> : nth (0, 0)%nat (table C) a = nth (size (inputs C) + a, 0)%nat (table C) a by apply: set_nth_default.
  by case: (snd _).
- by rewrite !nth_default ?size_map.
Qed.
Lemma com_table a b : com (the_alphabet e c) a b -> [&& (a < size (table C))%nat, (b < size (table C))%nat & commI C (lett C a).1 (lett C b).1].
Proof.
rewrite /the_alphabet /=; case: (ltnP a (size (table C))) => al; last by rewrite [nth [::] _ a]nth_default ?size_mkseq // nth_nil.
rewrite nth_mkseq //; case: (ltnP b (size (table C))) => bl; last by rewrite nth_default ?size_mkseq.
by rewrite nth_mkseq.
Qed.
Lemma letters_made : letters (the_alphabet e c) star letter.
Proof.
have [sa i p o m] := letters_ok SA EM WF (fun _ => [::]) 0.
split=> [a|a|a|a b|a b]; rewrite ?grp_table ?inv_table.
- exact: sa.
- exact: (i a).
- exact: (p a).
- exact: (o a b).
- by move=> /com_table; exact: (m a b).
Qed.
Local Notation LL := letters_made.
Lemma atom_polyP a : ok_atom C (KK x) a -> ep (atom_poly C (KK x) a) = atom_operator E a.
Proof.
case: a => i [|o] /andP[/= il]; rewrite /atom_poly /atom_operator /=.
- move=> /andP[_ h]; by rewrite (ev1 (KO OF)) scale1r mulr1 addr0 (L_idx E h).
- by move=> /andP[ol h]; rewrite (event_ok EM (KO OF)).
Qed.
Lemma atom_atP a : ok_atom C (KK x) a -> ep (atom_at x a) = atom_operator E a.
Proof.
move=> ok; rewrite -(atom_polyP ok) /atom_at /=; case: a ok => i k /andP[/= il ok].
have kl : (k < (outcomes C i).+1)%nat by case: k ok => [//|o] /andP[ol _].
by rewrite nth_mkseq // nth_mkseq.
Qed.
Lemma word_polyP w : ok_word x w -> ep (word_poly x w) = word_operator E w.
Proof.
case: w => [|a w]; first by move=> _; exact: (one_ok letter (KO OF)).
rewrite /ok_word [all _ _]/= => /andP[/atom_atP oa]; rewrite [word_operator _ _]/= -oa /word_poly; move: (atom_at x a) => p.
elim: w p => [|b w IH] p; first by rewrite mulr1.
rewrite [all _ _]/= => /andP[/atom_atP ob /IH H]; rewrite [foldl _ _ _]/= H (pmul_ok LL (KO OF)) ob.
by rewrite [word_operator _ (b :: w)]/= mulrA.
Qed.
Lemma terms_polyP t : ok_terms x t -> ep (terms_poly x t) = terms_operator alpha v E t.
Proof.
rewrite /terms_poly elems_ok; elim: t => [|m t IH] //= /andP[/word_polyP w /IH E'].
by rewrite (addp_ok (the_alphabet e c) letter (KO OF)) E' w liftP.
Qed.
Lemma hypotheses_made phi : all (fun h => ok_terms x h.2) (hypotheses_of c) ->
  hypotheses_hold alpha v c star E phi -> SumsOfSquares.holds star letter ev phi (compile_hypotheses x).
Proof.
move=> ok H i; rewrite size_map => il; rewrite (nth_map (""%string, Mean0, [::])) //; set h := nth _ _ _.
have HE : terms_operator alpha v E h.2 = ep (terms_poly x h.2).
  rewrite terms_polyP //; move: (il) ok; rewrite /h; elim: (hypotheses_of c) i {il h} => [|h' l IH] [|i] //= il /andP[o1 o2] //.
  exact: IH.
by have := H h (In_nth _ il); rewrite /hypothesis_holds HE /hyp_holds [fst _]/= [snd _]/=; case: (h.1.2).
Qed.
End Operators.

(** * Behaviours *)
Section Means. Variable m : aword -> R.
Lemma behaviour_termsP t : mp ev m (behaviour_terms x t) = terms_mean alpha v m t.
Proof. by elim: t => [|k t IH] //=; rewrite IH liftP. Qed.
Lemma behaviour_hypothesesP : means_only x -> means_hold alpha v c m -> aholds ev m (behaviour_hypotheses x).
Proof.
move=> ok H i; case: (ltnP i (size (hypotheses_of c))) => il; last by rewrite nth_default ?size_map.
rewrite (nth_map (""%string, Mean0, [::])) //= behaviour_termsP; set h := nth _ _ _.
have := H h (In_nth _ il); rewrite /mean_holds; by case: (h.1.2).
Qed.
End Means.
End Compiled.
