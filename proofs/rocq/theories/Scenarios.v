(** Scenarios: projective measurements with any numbers of outcomes, and the alphabet of their letters. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators Evaluation Rules SumsOfSquares.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* inputs: (party, outcomes); commuting: pairs of inputs *)
Record scenario := Scenario { inputs : seq (nat * nat); commuting : seq (nat * nat) }.
Section Scen. Variable C : scenario.
Definition outcomes (i : nat) : nat := (nth (0, 0)%nat (inputs C) i).2.
Definition party (i : nat) : nat := (nth (0, 0)%nat (inputs C) i).1.
Definition commI (i j : nat) : bool :=
  (party i != party j)%nat || ((i, j) \in commuting C) || ((j, i) \in commuting C).
(* a letter is (input, 0) for an observable, (input, o + 1) for the projector on outcome o *)
Definition table : seq (nat * nat) :=
  flatten [seq (let d := outcomes i in if (d == 2)%nat then [:: (i, 0%nat)] else [seq (i, o.+1) | o <- iota 0 d.-1]) | i <- iota 0 (size (inputs C))].
Definition wf : bool := uniq table &&
  all (fun x => (x.1 < size (inputs C))%nat && (if (x.2 == 0)%nat then (outcomes x.1 == 2)%nat else (outcomes x.1 != 2)%nat && (x.2 < outcomes x.1)%nat)) table.
Definition lett (a : nat) : nat * nat := nth (size (inputs C) + a, 0)%nat table a.
Definition alphabet_of (code : nat -> seq bool) (fuel : nat) : alphabet :=
  Alphabet (fun a => (lett a).1) (fun a => ((lett a).2 == 0)%nat)
    (fun a b => [&& (a < size table)%nat, (b < size table)%nat & commI (lett a).1 (lett b).1]) code fuel.

(* ---- models: projectors E i o of the outcomes of the inputs ---- *)
Variables (R : realFieldType) (A : algType R) (star : A -> A) (E : nat -> nat -> A).
Record measurements : Prop := Measurements {
  Esa : forall i o, (i < size (inputs C))%nat -> (o < outcomes i)%nat -> star (E i o) = E i o;
  Eorth : forall i o o', (i < size (inputs C))%nat -> (o < outcomes i)%nat -> (o' < outcomes i)%nat ->
     E i o * E i o' = if (o == o')%nat then E i o else 0;
  Esum : forall i, (i < size (inputs C))%nat -> \sum_(o < outcomes i) E i o = 1;
  Ecom : forall i j o o', (i < size (inputs C))%nat -> (j < size (inputs C))%nat -> (o < outcomes i)%nat -> (o' < outcomes j)%nat ->
     commI i j -> E i o * E j o' = E j o' * E i o }.
Hypotheses (SA : star_alg star) (EM : measurements) (WF : wf).
Definition opL (x : nat * nat) : A := if (x.2 == 0)%nat then E x.1 0 - E x.1 1 else E x.1 x.2.-1.
Definition L (a : nat) : A := if (a < size table)%nat then opL (lett a) else 1.
Lemma tab a : (a < size table)%nat -> ((lett a).1 < size (inputs C))%nat /\
  (if ((lett a).2 == 0)%nat then outcomes (lett a).1 = 2%nat else outcomes (lett a).1 != 2%nat /\ ((lett a).2 < outcomes (lett a).1)%nat).
Proof.
move=> al; have /andP[_ /allP /(_ (lett a))] := WF; rewrite mem_nth // => /(_ isT) /andP[-> H]; split=> //.
by case: ifP H => // [_ /eqP //|_ /andP[]].
Qed.
Lemma star_m1 x : star (- x) = - star x. Proof. by rewrite -!scaleN1r (starZ SA). Qed.
Lemma two_sum i : (i < size (inputs C))%nat -> outcomes i = 2%nat -> E i 0 + E i 1 = 1.
Proof. by move=> il d; have := Esum EM il; rewrite d !big_ord_recl big_ord0 addr0. Qed.
Lemma opL_com x y : (x.1 < size (inputs C))%nat -> (y.1 < size (inputs C))%nat ->
  (if (x.2 == 0)%nat then outcomes x.1 = 2%nat else outcomes x.1 != 2%nat /\ (x.2 < outcomes x.1)%nat) ->
  (if (y.2 == 0)%nat then outcomes y.1 = 2%nat else outcomes y.1 != 2%nat /\ (y.2 < outcomes y.1)%nat) ->
  commI x.1 y.1 -> opL x * opL y = opL y * opL x.
Proof.
move=> xi yi hx hy c; have com o o' : (o < outcomes x.1)%nat -> (o' < outcomes y.1)%nat -> GRing.comm (E x.1 o) (E y.1 o').
  by move=> *; apply: (Ecom EM).
have BR (u a b : A) : GRing.comm u a -> GRing.comm u b -> GRing.comm u (a - b) by apply: GRing.commrB.
have BL (u a b : A) : GRing.comm a u -> GRing.comm b u -> GRing.comm (a - b) u.
  by move=> h1 h2; apply/GRing.commr_sym/BR; apply/GRing.commr_sym.
have pr (z : nat * nat) n : (z.2 < n)%nat -> (z.2.-1 < n)%nat by apply: leq_ltn_trans; apply: leq_pred.
change (GRing.comm (opL x) (opL y)); rewrite /opL; case: ifP hx => x2 hx; case: ifP hy => y2 hy.
- by apply: BL; apply: BR; apply: com; rewrite ?hx ?hy.
- by have [_ /pr h] := hy; apply: BL; apply: com; rewrite ?hx.
- by have [_ /pr h] := hx; apply: BR; apply: com; rewrite ?hy.
- by have [_ /pr h] := hx; have [_ /pr h'] := hy; apply: com.
Qed.
Theorem letters_ok code fuel : letters (alphabet_of code fuel) star L.
Proof.
split=> /= [a|a|a|a b|a b].
- rewrite /L; case: ifP => al; last by rewrite (star1 SA).
  have [il] := tab al; rewrite /opL; case: ifP => x2 h.
  + by rewrite (starD SA) star_m1 !(Esa EM) ?h.
  + have [_ h2] := h; by rewrite (Esa EM) // (leq_ltn_trans (leq_pred _)).
- rewrite /L; case: ifP => al; last by rewrite mulr1.
  have [il] := tab al; rewrite /opL; case: ifP => // x2 h _.
  rewrite mulrBl !mulrBr !(Eorth EM) ?h //= subr0 sub0r opprK; exact: two_sum.
- rewrite /L; case: ifP => al; last by rewrite /lett nth_default ?eqxx // leqNgt al.
  have [il] := tab al; rewrite /opL; case: ifP => // x2 [_ h] _.
  by rewrite (Eorth EM) ?eqxx // (leq_ltn_trans (leq_pred _)).
- move=> g ab; rewrite /L; have out c : (c < size table)%nat = false -> lett c = (size (inputs C) + c, 0)%nat.
    by move=> cl; rewrite /lett nth_default // leqNgt cl.
  case: ifP => al; case: ifP => bl.
  + have [il ha] := tab al; have [jl hb] := tab bl.
    have ne : lett a <> lett b.
      move=> /eqP; have /andP[u _] := WF.
      by rewrite /lett (set_nth_default (size (inputs C) + b, 0)%nat) // nth_uniq // => /eqP.
    move: g ne ha hb il; rewrite /opL; case: (lett a) => i o; case: (lett b) => i' o' /= <- ne.
    case e: (o == 0)%nat; case e': (o' == 0)%nat => ha hb il.
    * by case: ne; rewrite (eqP e) (eqP e').
    * by case: hb; rewrite ha.
    * by case: ha; rewrite hb.
    * have [_ h1] := ha; have [_ h2] := hb; rewrite (Eorth EM) ?(leq_ltn_trans (leq_pred _)) //.
      case: eqP => // eq; case: ne; congr (_, _); move: eq e e'; by case: (o) => [|p]; case: (o') => [|q] //= ->.
  + by have [il _] := tab al; move: il; rewrite g out //= ltnNge leq_addr.
  + by have [il _] := tab bl; move: il; rewrite -g out //= ltnNge leq_addr.
  + by move: g; rewrite !out //= => /eqP; rewrite eqn_add2l => /eqP.
- move=> /and3P[al bl c]; rewrite /L al bl; have [il ha] := tab al; have [jl hb] := tab bl; exact: opL_com.
Qed.
(* events in letters *)
Variables (K : coef) (ev : K -> R) (KO : coef_ok ev).
Definition lidx (x : nat * nat) : nat := index x table.
Definition event_poly (i o : nat) : poly K := let d := outcomes i in
  if (d == 2)%nat then [:: ([::], cinv K 2); ([:: lidx (i, 0%nat)], if (o == 0)%nat then cinv K 2 else cmul (cz K (Zneg xH)) (cinv K 2))]
  else if (o.+1 == d)%nat then ([::], cz K (Zpos xH)) :: [seq ([:: lidx (i, o'.+1)], cz K (Zneg xH)) | o' <- iota 0 o]
  else [:: ([:: lidx (i, o.+1)], cz K (Zpos xH))].
Definition okevent (i o : nat) : bool := all (fun m : word * K => all (fun a => a < size table)%nat m.1) (event_poly i o).
Lemma L_idx x : (lidx x < size table)%nat -> L (lidx x) = opL x.
Proof. by move=> H; rewrite /L H /lett nth_index // -index_mem. Qed.
Theorem event_ok i o : (i < size (inputs C))%nat -> (o < outcomes i)%nat -> okevent i o -> epl L ev (event_poly i o) = E i o.
Proof.
move=> il ol; rewrite /okevent /event_poly.
have vh : ev (cinv K 2) = 2%:R^-1 by rewrite (evinv KO) -[Zpos 2]/(Z.add (Zpos xH) (Zpos xH)) izD iz1.
have v1 : ev (cz K (Zpos xH)) = 1 by rewrite (evz KO) iz1.
have vm : ev (cz K (Zneg xH)) = -1 by rewrite (evz KO) -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1.
have H2 (x : A) : 2%:R^-1 *: (x + x) = x by rewrite -mulr2n -scaler_nat scalerA mulVf ?scale1r ?pnatr_eq0.
case: eqP => [d2|_].
  rewrite /= !andbT => h; rewrite (L_idx h) /opL /= addr0 mulr1 vh -(two_sum il d2).
  move: ol; rewrite d2; case: o => [|[|//]] _ /=.
  - by rewrite vh -scalerDr addrACA subrr addr0 H2.
  - rewrite (evM KO) vm vh mulN1r scaleNr -scalerN -scalerDr opprB [E i 0 + _]addrC addrACA subrr addr0; exact: H2.
case: eqP => [od|_]; last by rewrite /= !andbT => h; rewrite (L_idx h) /opL /= v1 scale1r mulr1 addr0.
rewrite /= v1 scale1r => h; have := Esum EM il; rewrite -od big_ord_recr /= => <-.
rewrite -(big_mkord xpredT (fun o' => E i o')) /index_iota subn0.
move: (E i o) => last; rewrite [_ + last]addrC -addrA -[RHS]addr0; congr (_ + _).
elim: (iota 0 o) h => [|p l IH] /=; first by rewrite big_nil addr0.
rewrite andbT => /andP[hp /IH E0]; rewrite big_cons (L_idx hp) /opL /= mulr1 vm scaleN1r addrACA subrr add0r; exact: E0.
Qed.
End Scen.
