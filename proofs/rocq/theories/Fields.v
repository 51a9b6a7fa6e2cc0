(** Coefficients in a number field Q(alpha): polynomials in alpha of degree below that of the minimal polynomial m.

   Signs are decided on a cover: intervals with rational ends that contain every root of m in the interval that the statement names.
   A step halves all intervals and drops those where m is proved to have no zero.  A number is positive if it is on all intervals of
   some step.  Nothing here needs that m is irreducible or that the root is unique: what is proved holds for every root in the
   interval.  (Irreducible polynomials are needed for completeness: then only the zero polynomial in alpha is zero.) *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith QArith Qreduction.
From Bellcert Require Import Integers Words Rationals.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Record field := Field { fmin : seq Q; fcover : seq (Q * Q) }.   (* monic m, constant term first; the intervals *)
Section Ops. Variable F : field.
Definition q0 : Q := Qmake Z0 xH.
Definition qabs (a : Q) : Q := Qmake (Z.abs (Qnum a)) (Qden a).
Fixpoint aadd (p q : seq Q) : seq Q := match p, q with
  | [::], _ => q | _, [::] => p | a :: p', b :: q' => qadd a b :: aadd p' q' end.
Definition ascale (c : Q) (p : seq Q) : seq Q := map (qmul c) p.
Definition deg : nat := (size (fmin F)).-1.
Definition red : seq Q := map qopp (take deg (fmin F)).   (* alpha^deg *)
Definition shift (p : seq Q) : seq Q :=                    (* alpha p, reduced *)
  match p with
  | [::] => [::]
  | _ => let p' := q0 :: p in
    if Nat.eqb (size p') deg.+1 then
      match drop deg p' with t :: _ => aadd (take deg p') (ascale t red) | [::] => p' end
    else p'
  end.
Definition amul (p q : seq Q) : seq Q := foldr (fun c acc => aadd (ascale c q) (shift acc)) [::] p.
(* middle and radius of an interval that contains p(x) for all x within r of m *)
Definition encl (m r : Q) (p : seq Q) : Q * Q :=
  foldr (fun c v => (qadd c (qmul m v.1), qadd (qmul r v.2) (qadd (qmul (qabs m) v.2) (qmul r (qabs v.1))))) (q0, q0) p.
Definition half : Q := Qmake 1 2.
Definition middle (I : Q * Q) : Q := qmul half (qadd I.1 I.2).
Definition radius (I : Q * Q) : Q := qmul half (qadd I.2 (qopp I.1)).
Definition positive_on (p : seq Q) (I : Q * Q) : bool := let v := encl (middle I) (radius I) p in qpos (qadd v.1 (qopp v.2)).
Definition rootless (I : Q * Q) : bool := positive_on (fmin F) I || positive_on (map qopp (fmin F)) I.
Definition halves (I : Q * Q) : seq (Q * Q) := [:: (I.1, middle I); (middle I, I.2)].
Definition step (l : seq (Q * Q)) : seq (Q * Q) := filter (fun I => ~~ rootless I) (flatten (map halves l)).
(* the sign of p at the roots: Some true if positive, Some false if negative, None if the steps were too few *)
Fixpoint asign (n : nat) (l : seq (Q * Q)) (p : seq Q) : option bool :=
  if all (positive_on p) l then Some true
  else if all (positive_on (map qopp p)) l then Some false
  else match n with O => None | n'.+1 => asign n' (step l) p end.
Variable fuel : nat.
Definition azero (p : seq Q) : bool := all qzero p.
Definition apos (p : seq Q) : bool := match p with
  | [::] => false | [:: c] => qpos c | _ => match asign fuel (fcover F) p with Some b => b | None => false end end.
Definition ann (p : seq Q) : bool := azero p || apos p.
Definition KA : coef := @Coef (seq Q) (fun z => [:: qof z]) (fun p => [:: Qmake (Zpos xH) p]) aadd (map qopp) amul azero ann apos.
End Ops.

Section Ev. Variables (R : realFieldType) (F : field) (fuel : nat) (alpha : R).
Local Notation evQ := (@evQ R).
Fixpoint evA (p : seq Q) : R := match p with [::] => 0 | c :: p' => evQ c + alpha * evA p' end.
Definition within (I : Q * Q) : Prop := evQ I.1 <= alpha <= evQ I.2.
Definition covered (l : seq (Q * Q)) : Prop := exists2 I, List.In I l & within I.
(** alpha is a root of the minimal polynomial, in one of the intervals. *)
Record is_root : Prop := IsRoot { f_monic : size (fmin F) = (deg F).+1 /\ evQ (nth q0 (fmin F) (deg F)) = 1;
  f_root : evA (fmin F) = 0; f_cover : covered (fcover F) }.
Lemma evq0 : evQ q0 = 0. Proof. by apply: evQ_0. Qed.
Lemma aaddP p q : evA (aadd p q) = evA p + evA q.
Proof. by elim: p q => [|a p IH] [|b q] /=; rewrite ?add0r ?addr0 // evQD IH mulrDr addrACA. Qed.
Lemma ascaleP c p : evA (ascale c p) = evQ c * evA p.
Proof. by elim: p => [|a p IH] /=; [rewrite mulr0 | rewrite evQM IH mulrDr [alpha * (_ * _)]mulrCA]. Qed.
Lemma aoppP p : evA (map qopp p) = - evA p.
Proof. by elim: p => [|a p IH] /=; rewrite ?oppr0 // evQN IH mulrN opprD. Qed.
Lemma evA_cat p q : evA (p ++ q) = evA p + alpha ^+ size p * evA q.
Proof. by elim: p => [|a p IH] /=; rewrite ?add0r ?mul1r // IH mulrDr addrA exprS mulrA. Qed.
Lemma azeroP p : azero p -> evA p = 0.
Proof. by elim: p => [|a p IH] //= /andP[/(evQ_0 R) -> /IH ->]; rewrite mulr0 addr0. Qed.
Lemma evQ_abs a : evQ (qabs a) = `|evQ a|.
Proof. by rewrite /qabs /Rationals.evQ /= iz_abs normrM [X in _ = _ * X]gtr0_norm // invr_gt0 izp_gt0. Qed.
Lemma enclP m r p : `|alpha - evQ m| <= evQ r -> `|evA p - evQ (encl m r p).1| <= evQ (encl m r p).2.
Proof.
move=> H; elim: p => [|c p IH] /=; first by rewrite evq0 subr0 normr0.
move: (encl m r p) IH => [v s] /= IH; rewrite !evQD !evQM !evQ_abs.
have -> : evQ c + alpha * evA p - (evQ c + evQ m * evQ v) =
  (alpha - evQ m) * (evA p - evQ v) + (evQ m * (evA p - evQ v) + (alpha - evQ m) * evQ v).
  rewrite opprD addrACA subrr add0r !mulrBl !mulrBr addrA; move: (alpha * _) (evQ m * evA p) (evQ m * evQ v) (alpha * evQ v) => a b d e.
  rewrite -[a - e - (b - d) + (b - d)]addrA addNr addr0 addrA subrK. by [].
apply: (le_trans (ler_norm_add _ _)); apply: ler_add; first by rewrite normrM ler_pmul.
apply: (le_trans (ler_norm_add _ _)); apply: ler_add; rewrite normrM ?ler_wpmul2l ?ler_wpmul2r //.
Qed.
Lemma middleP I : evQ (middle I) = (evQ I.1 + evQ I.2) / 2%:R.
Proof. by rewrite /middle evQM evQD mulrC; congr (_ * _); rewrite /Rationals.evQ /iz /= mulr1z mul1r. Qed.
Lemma radiusP I : evQ (radius I) = (evQ I.2 - evQ I.1) / 2%:R.
Proof. by rewrite /radius evQM evQD evQN mulrC; congr (_ * _); rewrite /Rationals.evQ /iz /= mulr1z mul1r. Qed.
Lemma midrad (a b : R) : b = (a + b) / 2%:R + (b - a) / 2%:R /\ a = (a + b) / 2%:R - (b - a) / 2%:R.
Proof.
have D (x : R) : (x + x) / 2%:R = x by rewrite -mulr2n -[x *+ 2]mulr_natr mulfK ?pnatr_eq0.
split; first by rewrite -mulrDl [a + b + _]addrC addrA subrK D.
by rewrite -mulrBl opprB [a + b + _]addrC addrACA addNr addr0 D.
Qed.
Lemma positive_onP p I : within I -> positive_on p I -> 0 < evA p.
Proof.
move=> /andP[lo hi]; have [B A] := midrad (evQ I.1) (evQ I.2); rewrite -middleP -radiusP in A B.
have /(enclP p) : `|alpha - evQ (middle I)| <= evQ (radius I) by rewrite ler_distl -A -B lo hi.
rewrite /positive_on; case: (encl _ _ p) => v s /=; rewrite ler_distl => /andP[E _] /(evQ_gt0 R).
by rewrite evQD evQN => /lt_le_trans; apply.
Qed.
Section Steps. Hypothesis root : evA (fmin F) = 0.
Lemma rootlessP I : within I -> ~~ rootless F I.
Proof. by move=> wI; apply/negP => /orP[] /(positive_onP wI); rewrite ?aoppP root ?oppr0 ltxx. Qed.
(** A step loses no root. *)
Lemma stepP l : covered l -> covered (step F l).
Proof.
case=> I Il wI; have [J Jh wJ] : exists2 J, List.In J (halves I) & within J.
  move: wI => /andP[lo hi]; case: (lerP alpha (evQ (middle I))) => [h|/ltW h].
  - by exists (I.1, middle I); [left | apply/andP].
  - by exists (middle I, I.2); [right; left | apply/andP].
exists J => //; rewrite /step; have : List.In J (flatten (map halves l)).
  elim: l Il => [|I' l IH] //= [E|/IH In]; last by right; right.
  by rewrite E; case: Jh => [|[|[]]] <-; [left | right; left].
elim: (flatten _) => [|J' l' IH] //= [E|/IH In]; first by rewrite E rootlessP //; left.
by case: ifP => // _; right.
Qed.
End Steps.
Hypothesis FR : is_root.
Lemma redP : evA (red F) = alpha ^+ deg F.
Proof.
have [sz lead] := f_monic FR; rewrite aoppP; have := f_root FR.
rewrite -{1}(cat_take_drop (deg F) (fmin F)) evA_cat size_take sz ltnSn (drop_nth q0) ?sz // drop_oversize ?sz //=.
by rewrite lead mulr0 addr0 mulr1 => /eqP; rewrite addr_eq0 => /eqP ->; rewrite opprK.
Qed.
Lemma shiftP p : evA (shift F p) = alpha * evA p.
Proof.
case: p => [|a p]; first by rewrite /= mulr0.
have E : evA (q0 :: a :: p) = alpha * evA (a :: p) by rewrite /= evq0 add0r.
rewrite /shift -E; case: ifP => // /Nat.eqb_eq sz; case D: (drop _ _) => [|t l] //.
have l0 : l = [::].
  by have := size_drop (deg F) (q0 :: a :: p); rewrite D sz subSnn; case: l {D}.
rewrite aaddP ascaleP redP -[in RHS](cat_take_drop (deg F) (q0 :: a :: p)) D l0 evA_cat size_take sz ltnSn /=.
by rewrite mulr0 addr0 mulrC.
Qed.
Lemma amulP p q : evA (amul F p q) = evA p * evA q.
Proof. by elim: p => [|a p IH]; rewrite ?mul0r //= aaddP ascaleP shiftP IH mulrDl mulrA. Qed.
Lemma allIn (T : Type) (P : T -> bool) l x : List.In x l -> all P l -> P x.
Proof. by elim: l => [|y l IH] //= [->|/IH In] /andP[p a] //; apply: In. Qed.
Lemma asignP n l p : covered l -> asign F n l p = Some true -> 0 < evA p.
Proof.
elim: n l => [|n IH] l C /=; case: ifP => [al _|_].
1,3: by case: C => I Il wI; apply: (positive_onP wI); apply: allIn Il al.
all: case: ifP => // _; apply: IH; apply: stepP => //; exact: f_root FR.
Qed.
(** Calculating with such coefficients is calculating with numbers. *)
Theorem KA_ok : coef_ok (K := KA F fuel) evA.
Proof.
have P p : apos F fuel p -> 0 < evA p.
  case: p => [|c [|d p]] //; first by move=> /(evQ_gt0 R); rewrite /= mulr0 addr0.
  rewrite /apos; case E: (asign _ _ _ _) => [[]|] // _; apply: asignP E; exact: (f_cover FR).
split=> [z|p|a b|a|a b|a|a|a] /=.
- by rewrite mulr0 addr0 evQz.
- by rewrite mulr0 addr0 /Rationals.evQ /= iz1 mul1r.
- exact: aaddP.
- exact: aoppP.
- exact: amulP.
- exact: azeroP.
- by move=> /orP[/azeroP ->|/P /ltW].
- exact: P.
Qed.
End Ev.
