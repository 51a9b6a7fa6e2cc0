(** The theorem: what [check] answers with a statement, holds.  [check] is the whole program between the tree of a certificate and the
   lines that are printed; [holds] is defined in [Meaning]. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith QArith String.
From Bellcert Require Import Integers Words Operators Evaluation Rules SumsOfSquares Rationals Fields Symbols Scenarios LinearPrograms NoSignalling Ideals GuessingBehaviours Tables Json ReadFields Statements Compile Judge Meaning Compiled Check.
From Bellcert Require Text.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma all_In (T : Type) (P : T -> bool) l y : List.In y l -> all P l -> P y.
Proof. by elim: l => [|z l IH] //= [->|/IH h] /andP[// _]; exact: h. Qed.

Section Judged. Variables (e : effort) (c : setting).
Local Notation x := (context_of e c).
Section Values. Variables (R : realFieldType) (alpha : R) (v : nat -> R).
Hypotheses (aP : alpha_ok alpha c) (vP : symbols_ok alpha v c) (OF : ok_field x).
Local Notation ev := (@Compiled.ev R alpha v e c).
Local Notation cv := (coefficient_value alpha v).
Local Notation OK := (KO aP vP OF).
Lemma mp_cons m w k p : mp ev m ((w, k) :: p) = ev k * m w + mp ev m p. Proof. by []. Qed.
Lemma slackP m s f b : m [::] = 1 -> 0 <= mp ev m (slack_terms x s f b) -> compared s (terms_mean alpha v m f) (cv b).
Proof.
move=> m1; have neg p : mp ev m [seq (t.1, aopp t.2) | t <- p] = - mp ev m p.
  by elim: p => [|t p IH] /=; rewrite ?oppr0 // IH (aoppP OK) mulNr opprD.
case: s; rewrite /slack_terms /compared mp_cons m1 mulr1.
- by rewrite liftP neg behaviour_termsP subr_ge0.
- by rewrite (aoppP OK) liftP behaviour_termsP addrC subr_ge0.
Qed.
Lemma minus_oneP m : m [::] = 1 -> 0 <= mp ev m (minus_one x) -> False.
Proof.
move=> m1; rewrite /minus_one mp_cons m1 mulr1 addr0 (evz OK) -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1 oppr_ge0.
by rewrite lt_geF ?ltr01.
Qed.
Lemma mixture_one (E : finType) (p : E -> R) s : \sum_e p e = 1 -> lmean p s [::] = 1.
Proof. by move=> <-; apply: eq_bigr => i _; rewrite /= mulr1. Qed.
End Values.

Theorem bound_holds f s b (w : witness x) : judge (Bound c f s b) w -> holds (Bound c f s b).
Proof.
move=> /andP[OF J] R alpha v aP vP; rewrite /holds_at /for_all_models; have OK := KO aP vP OF.
move: J; rewrite /judge_rule [made_of _]/=; case: (set_of c) => //; case: w => //.
- move=> ms /andP[mo /andP[ck ir]] E p q [p0 [p1 st]] MH.
  apply: (slackP aP vP OF (mixture_one q p1)).
  exact: (local_sound OK ck ir p0 st (behaviour_hypothesesP mo MH)).
- move=> ms events /andP[mo ck] P NS MH; apply: (slackP aP vP OF (ns1 NS)).
  exact: (ns_sound OK NS ck (behaviour_hypothesesP mo MH)).
- move=> m ds P /and3P[/andP[WF oh] of_ ck] A star E phi SA EM PF phi1 HH.
  have := sos_sound SA (letters_made e SA EM WF) OK ck PF phi1 (hypotheses_made aP vP OF SA EM WF oh HH).
  by rewrite (terms_polyP aP vP OF SA EM WF of_) liftP; case: (s).
Qed.
Theorem empty_holds (w : witness x) : judge (Empty c) w -> holds (Empty c).
Proof.
move=> /andP[OF J] R alpha v aP vP; rewrite /holds_at /for_all_models; have OK := KO aP vP OF.
move: J; rewrite /judge_rule [made_of _]/=; case: (set_of c) => //; case: w => //.
- move=> ms /andP[mo /andP[ck ir]] E p q [p0 [p1 st]] MH.
  apply: (minus_oneP aP vP OF (mixture_one q p1)).
  exact: (local_sound OK ck ir p0 st (behaviour_hypothesesP mo MH)).
- move=> ms events /andP[mo ck] P NS MH; apply: (minus_oneP aP vP OF (ns1 NS)).
  exact: (ns_sound OK NS ck (behaviour_hypothesesP mo MH)).
- move=> m ds P /andP[/andP[WF oh] ck] A star E phi SA EM PF phi1 HH.
  exact: (farkas_sound SA (letters_made e SA EM WF) OK ck PF phi1 (hypotheses_made aP vP OF SA EM WF oh HH)).
Qed.
Theorem guessing_holds g b (w : witness x) : judge (Guessing c g b) w -> holds (Guessing c g b).
Proof.
move=> /andP[OF J] R alpha v aP vP; rewrite /holds_at /guessed_at_most; have OK := KO aP vP OF.
move: J; rewrite /judge_rule [made_of _]/= => J E guess G; move: J; case: (set_of c) => //; case: w => //.
- move=> ms /andP[mo ck] p q [p0 [p1 st]] MH; rewrite -(@liftP R alpha v e c).
  exact: (guess_local_sound OK ck p0 p1 st (behaviour_hypothesesP mo MH) G).
- move=> ms branches /and3P[mo /Nat.eqb_eq sz ck] p P p0 p1 NS MH; rewrite -(@liftP R alpha v e c).
  apply: (guess_ns_sound OK ck p0 p1 NS (behaviour_hypothesesP mo MH)) => i.
  by rewrite -[map _ _]/(unzip1 _) unzip1_zip ?sz.
- move=> m ds ms Ps /and4P[/andP[WF oh] mo oe ck] A star M psi SA EM PF psi1 HH; rewrite -(@liftP R alpha v e c).
  set events := events_of c g in oe ck *.
  pose at_ i := seq.index (guess i) events.
  have il i : (at_ i < size events)%nat by rewrite index_mem G.
  have PFs : positive_functional star (fun y => \sum_i psi i y).
    split=> [y z|a y|y|y].
    + by rewrite -big_split; apply: eq_bigr => i _; rewrite (phiD (PF i)).
    + by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite (phiZ (PF i)).
    + by apply: eq_bigr => i _; rewrite (phi_star (PF i)).
    + by apply: sumr_ge0 => i _; apply: (phi_pos (PF i)).
  have HM i : hk (compile_hypotheses x) i = Mean0 \/ hk (compile_hypotheses x) i = MeanNN.
    rewrite /hk; case: (ltnP i (size (hypotheses_of c))) => ih; last by rewrite nth_default ?size_map //; left.
    rewrite (nth_map (""%string, Mean0, [::])) //=; move: mo; rewrite /means_only /=.
    by elim: (hypotheses_of c) i {il} ih => [|h l IH] [|i] //= ih /andP[o1 o2]; [case: (h.1.2) o1 => //; by [left | right] | apply: IH].
  have gs i : (at_ i < size [seq word_poly x a | a <- events])%nat by rewrite size_map.
  have := guessing_sound SA (letters_made e SA EM WF) OK ck PF psi1 (hypotheses_made aP vP OF SA EM WF oh HH) HM gs.
  rewrite (eq_bigr (fun i => psi i (word_operator M (guess i)))) // => i _.
  rewrite (nth_map [::]) // nth_index ?G // (word_polyP aP vP OF SA EM WF) //.
  by apply: (allP oe); apply: G.
Qed.
Lemma with_use (U : Type) (values : seq (terms * coefficient)) (uses : seq U) fv : size values = size uses ->
  all (fun q => ok_terms x q.1) values -> List.In fv values -> ok_terms x fv.1 /\ exists u, List.In (fv, u) (zip values uses).
Proof.
elim: values uses => [|fv' l IH] [|u us] //= [sz] /andP[o1 o2] [<-|I]; first by split=> //; exists u; left.
by have [ok [u' I']] := IH us sz o2 I; split=> //; exists u'; right.
Qed.
Theorem equality_holds values (w : witness x) : judge (Equality c values) w -> holds (Equality c values).
Proof.
move=> /andP[OF J] R alpha v aP vP; rewrite /holds_at /fixed_in_parts /for_all_models; have OK := KO aP vP OF.
move: J; rewrite /judge_rule [made_of _]/=; case: (set_of c) => //; case: w => //.
move=> m ds uses /and4P[/andP[WF oh] ov /Nat.eqb_eq sz ck] A star E phi SA EM PF phi1 HH psi k PS dom fv I.
have [ok [u Iu]] := with_use sz ov I.
have I3 := List.in_map (fun vu => (terms_poly x vu.1.1, lift x vu.1.2, vu.2)) _ _ Iu.
have := ideal_sound SA (letters_made e SA EM WF) OK ck PF (hypotheses_made aP vP OF SA EM WF oh HH) PS dom I3.
by rewrite [fst _]/= (terms_polyP aP vP OF SA EM WF ok) liftP.
Qed.
Section Table. Variables (R : realFieldType) (alpha : R) (v : nat -> R).
Hypotheses (aP : alpha_ok alpha c) (vP : symbols_ok alpha v c) (OF : ok_field x).
Local Notation ev := (@Compiled.ev R alpha v e c).
Local Notation OK := (KO aP vP OF).
Lemma table_termsP t N f : ok_cells (inputs_of c) (size (parties_of c)) t -> 0 < ev N -> ok_means x f ->
  terms_mean alpha v (mean (probability ev (inputs_of c) t N)) f = ev (table_terms t f) / ev N.
Proof.
move=> ok N0; elim: f => [|m f IH]; first by rewrite /table_terms [foldr _ _ _]/= (evz OK) iz0 mul0r.
have -> : table_terms t (m :: f) = cadd (cmul (lift x m.1) (table_mean (inputs_of c) t m.2)) (table_terms t f) by [].
rewrite /ok_means [all _ _]/= => /andP[u /IH H]; rewrite [LHS]/= H (evD OK) (evM OK) liftP mulrDl; congr (_ + _).
by rewrite (table_meanP OK t N u) mulrA.
Qed.
End Table.
Theorem value_holds values (w : witness x) : judge (Value c values) w -> holds (Value c values).
Proof.
move=> /andP[OF J] R alpha v aP vP; rewrite /holds_at; have OK : coef_ok (@Compiled.ev R alpha v e c) := KO aP vP OF.
move: J; rewrite /judge_rule [made_of _]/=; case: (set_of c) => //; case: w => //.
move=> N t; rewrite /judge_table [made_of _]/= => /and5P[okc /(evpos OK) N0 /(ev0 OK) NT mo /andP[okh okv]].
have NE : @Compiled.ev R alpha v e c (table_mean (inputs_of c) t [::]) = @Compiled.ev R alpha v e c N.
  by apply/eqP; rewrite -subr_eq0 -(evN OK) -(evD OK); apply/eqP; exact: NT.
have Ni : 0 <= (@Compiled.ev R alpha v e c N)^-1 by rewrite invr_ge0 ltW.
exists (probability (@Compiled.ev R alpha v e c) (inputs_of c) t N); split; first exact: (probability_ok OK okc N0 NE).
split=> [h hi|fv fi].
- have : table_hypothesis t h := all_In hi okh.
  rewrite /table_hypothesis /mean_holds => /andP[om]; rewrite (table_termsP aP vP OF okc N0 om).
  case: (h.1.2) => [/(ev0 OK) ->|/(evnn OK) q|/(evnn OK) q|/(evnn OK) q|/(evnn OK) q]; rewrite ?mul0r ?mulr_ge0 //.
- have : table_value N t fv := all_In fi okv.
  rewrite /table_value => /andP[om /(ev0 OK) z]; rewrite (table_termsP aP vP OF okc N0 om).
  have -> : @Compiled.ev R alpha v e c (table_terms t fv.1) = coefficient_value alpha v fv.2 * @Compiled.ev R alpha v e c N.
    by apply/eqP; rewrite -subr_eq0 -(@liftP R alpha v e c) -(evM OK) -(evN OK) -(evD OK); apply/eqP; exact: z.
  by rewrite mulfK // gt_eqF.
Qed.
End Judged.

Theorem judge_sound e s (w : witness (context_of e (setting_of s))) : judge s w -> holds s.
Proof.
case: s w => [c f s b|c|c g b|c l|c l] w J.
- exact: bound_holds J.
- exact: empty_holds J.
- exact: guessing_holds J.
- exact: equality_holds J.
- exact: value_holds J.
Qed.

Ltac unbind := cbv beta zeta; match goal with |- bind ?r _ = Ok _ -> _ => destruct r; cbn [bind]; [|discriminate] end.
(** What [check] answers with a statement, holds: whatever the limits, the efforts and the tree. *)
Theorem check_sound lim e tree s : check lim e tree = Ok s -> holds s.
Proof.
rewrite /check; do 13 unbind.
by case: ifP => // J [<-]; exact: judge_sound J.
Qed.
(** The lines that are printed are the text of a statement that holds. *)
Theorem answer_sound lim e tree lines : answer lim e tree = Ok lines -> exists2 s, lines = Text.lines s & holds s.
Proof. by rewrite /answer; case E: (check _ _ _) => [s|] //= [<-]; exists s => //; exact: check_sound E. Qed.
