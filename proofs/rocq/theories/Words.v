(** Words of letters: the normal form that the page of the format calls section 5, and its soundness.

   Letters are numbers.  An involution has square 1, any other letter is a projector; letters of one group are orthogonal to each
   other; [com] tells which letters commute.  Nothing here needs the normal form to be unique. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ---- coefficients ---- *)
Record coef := Coef { car :> Type; cz : Z -> car; cinv : positive -> car; cadd : car -> car -> car;
  copp : car -> car; cmul : car -> car -> car; czero : car -> bool; cnn : car -> bool; cpos : car -> bool }.
Definition c1 (K : coef) : K := cz K (Zpos xH).
Record coef_ok (R : realFieldType) (K : coef) (ev : K -> R) : Prop := CoefOk {
  evz : forall z, ev (cz K z) = iz R z; evinv : forall p, ev (cinv K p) = (iz R (Zpos p))^-1;
  evD : forall a b, ev (cadd a b) = ev a + ev b; evN : forall a, ev (copp a) = - ev a;
  evM : forall a b, ev (cmul a b) = ev a * ev b; ev0 : forall a, czero a -> ev a = 0;
  evnn : forall a, cnn a -> 0 <= ev a; evpos : forall a, cpos a -> 0 < ev a }.

(** The alphabet.  [code] only spreads words over the tries of [Operators]; [fuel] bounds how often a removed involution lets other
   letters meet. *)
Record alphabet := Alphabet { grp : nat -> nat; inv : nat -> bool; com : nat -> nat -> bool; code : nat -> seq bool; fuel : nat }.
Definition word := seq nat.
Fixpoint weq (u v : word) : bool := match u, v with
  | [::], [::] => true | a :: u', b :: v' => Nat.eqb a b && weq u' v' | _, _ => false end.

Section Words. Variable S : alphabet.
Fixpoint walk (x : nat) (w : word) : word * word := match w with
  | [::] => ([::], [::])
  | b :: w' => if com S b x then let: (s, r) := walk x w' in (b :: s, r) else ([::], w) end.
Fixpoint ins (x : nat) (s : word) : bool * word := match s with
  | [::] => (false, [::])
  | b :: s' => let: (d, t) := ins x s' in
               if d then (true, b :: t) else if Nat.ltb b x then (true, b :: x :: s') else (false, s) end.
Definition insert (x : nat) (s : word) : word := let: (d, t) := ins x s in if d then t else x :: s.
(* normal form of x w, None for zero *)
Fixpoint put (f : nat) (x : nat) (w : word) : option word :=
  let: (s, r) := walk x w in
  match r with
  | [::] => Some (insert x s)
  | b :: r' => if Nat.eqb (grp S b) (grp S x) then
                 if Nat.eqb b x then
                   if inv S x then
                     match f with
                     | O => Some (x :: w)
                     | f'.+1 => foldr (fun y o => match o with Some v => put f' y v | None => None end) (Some r') s
                     end
                   else Some w
                 else None
               else Some (insert x s ++ r)
  end.
Definition mulw (u v : word) : option word :=
  foldr (fun y o => match o with Some v => put (fuel S) y v | None => None end) (Some v) u.
Definition path (w : word) : seq bool := foldr (fun a p => code S a ++ p) [::] w.
End Words.

(** * Meaning: a *-algebra, letters in it, positive functionals *)
Section Sound.
Variables (R : realFieldType) (A : algType R) (S : alphabet) (star : A -> A) (L : nat -> A).
Record star_alg : Prop := StarAlg {
  starK : forall x, star (star x) = x; starD : forall x y, star (x + y) = star x + star y;
  starZ : forall (a : R) x, star (a *: x) = a *: star x; starM : forall x y, star (x * y) = star y * star x }.
Record letters : Prop := Letters {
  Lsa : forall a, star (L a) = L a; Linv : forall a, inv S a -> L a * L a = 1;
  Lproj : forall a, ~~ inv S a -> L a * L a = L a; Lorth : forall a b, grp S a = grp S b -> a <> b -> L a * L b = 0;
  Lcom : forall a b, com S a b -> L a * L b = L b * L a }.
(* a positive functional, not normalised: the mean in a state, or in a part of one *)
Record positive_functional (phi : A -> R) : Prop := PositiveFunctional {
  phiD : forall x y, phi (x + y) = phi x + phi y; phiZ : forall a x, phi (a *: x) = a * phi x;
  phi_star : forall x, phi (star x) = phi x; phi_pos : forall x, 0 <= phi (star x * x) }.

Hypotheses (SA : star_alg) (LL : letters).
Fixpoint ew (w : word) : A := match w with [::] => 1 | a :: w' => L a * ew w' end.
Definition ewo (o : option word) : A := if o is Some w then ew w else 0.
Lemma weqP u v : weq u v -> u = v.
Proof. by elim: u v => [|a u IH] [|b v] //= /andP[/Nat.eqb_eq -> /IH ->]. Qed.
Lemma ew_cat u v : ew (u ++ v) = ew u * ew v.
Proof. by elim: u => [|a u IH] /=; rewrite ?mul1r // IH mulrA. Qed.
Lemma star1 : star 1 = 1.
Proof. by have := starM SA (star 1) 1; rewrite mulr1 (starK SA) mulr1 => <-. Qed.
Lemma star0 : star 0 = 0. Proof. by rewrite -(scale0r 0) (starZ SA) !scale0r. Qed.
Lemma ew_rev w : ew (rev w) = star (ew w).
Proof.
elim: w => [|a w IH] /=; first by rewrite star1.
by rewrite rev_cons -cats1 ew_cat IH /= mulr1 (starM SA) (Lsa LL).
Qed.
Lemma walk_ok x w : let: (s, r) := walk S x w in w = s ++ r /\ L x * ew s = ew s * L x.
Proof.
elim: w => [|b w IH] /=; first by rewrite mulr1 mul1r.
case E: (com S b x); last by rewrite /= mulr1 mul1r.
case: (walk S x w) IH => s r [-> C]; split=> //=.
by rewrite mulrA -(Lcom LL E) -!mulrA C.
Qed.
Lemma ins_ok x s : (forall b, b \in s -> L b * L x = L x * L b) -> (ins x s).1 -> ew (ins x s).2 = L x * ew s.
Proof.
elim: s => [|b s IH] //= C; case E: (ins x s) => [d t]; rewrite E in IH.
have Cb : L b * L x = L x * L b by apply: C; rewrite inE eqxx.
have Cs : forall c, c \in s -> L c * L x = L x * L c by move=> c cs; apply: C; rewrite inE cs orbT.
case: d IH E => IH E /=.
- by move=> _; rewrite (IH Cs) //= mulrA Cb mulrA.
- by case: (Nat.ltb b x) => //= _; rewrite !mulrA Cb.
Qed.
Lemma walk_com x w b : b \in (walk S x w).1 -> L b * L x = L x * L b.
Proof.
elim: w => [|c w IH] //=; case E: (com S c x) => //=.
case: (walk S x w) IH => s r IH /=; rewrite inE => /orP[/eqP ->|] //; exact: (Lcom LL).
Qed.
Lemma insert_ok x w : ew (insert x (walk S x w).1) = L x * ew (walk S x w).1.
Proof.
rewrite /insert; case E: (ins _ _) => [[|] t] //=.
have := @ins_ok x (walk S x w).1 (@walk_com x w); rewrite E /=; exact.
Qed.
Lemma put_ok f x w : ewo (put S f x w) = L x * ew w.
Proof.
elim: f x w => [|f IH] x w /=; have := walk_ok x w; have := insert_ok x w; case: (walk S x w) => s [|b r] /= I [Ew C];
  rewrite ?cats0 in Ew; rewrite Ew ?cats0 //.
- case G: (Nat.eqb _ _); last by rewrite /= !ew_cat I mulrA.
  case B: (Nat.eqb b x); first (case J: (inv S x) => //=; move/Nat.eqb_eq: B => B; subst b).
    by rewrite ew_cat mulrA C -mulrA /= [L x * (L x * _)]mulrA (Lproj LL) ?J.
  move/Nat.eqb_eq: G => G; move/Nat.eqb_neq: B => B.
  by rewrite ew_cat mulrA C -mulrA /= [L x * (L b * _)]mulrA (Lorth LL) ?mul0r ?mulr0 // => xb; apply: B.
- case G: (Nat.eqb _ _); last by rewrite /= !ew_cat I mulrA.
  case B: (Nat.eqb b x).
  + move/Nat.eqb_eq: B => B; subst b; case J: (inv S x) => /=.
    * have F : forall t, ewo (foldr (fun y o => match o with Some v => put S f y v | None => None end) (Some r) t) = ew t * ew r.
        elim=> [|y t IHt] /=; first by rewrite mul1r.
        case: (foldr _ _ _) IHt => [v|] /= E; first by rewrite IH E mulrA.
        by rewrite -mulrA -E mulr0.
      by rewrite F ew_cat mulrA C -mulrA /= [L x * (L x * _)]mulrA (Linv LL J) mul1r.
    * by rewrite ew_cat mulrA C -mulrA /= [L x * (L x * _)]mulrA (Lproj LL) ?J.
  + move/Nat.eqb_eq: G => G; move/Nat.eqb_neq: B => B /=.
    by rewrite ew_cat mulrA C -mulrA /= [L x * (L b * _)]mulrA (Lorth LL) ?mul0r ?mulr0 // => xb; apply: B.
Qed.
Lemma mulw_ok u v : ewo (mulw S u v) = ew u * ew v.
Proof.
rewrite /mulw; elim: u => [|y u IH]; first by rewrite mul1r.
move: IH; rewrite [foldr _ _ (y :: u)]/=; case: (foldr _ _ _) => [w|] E; first by rewrite put_ok [ew w]E mulrA.
by rewrite /= -mulrA -E mulr0.
Qed.

(** Cauchy-Schwarz: an operator whose square has mean zero annihilates the state.  This is where phi(x* ) = phi(x) is needed: without
   it (2 x 2 real matrices, phi(x) = x11 + c (x12 - x21), t = e12) the mean of t* t is 0 and that of e11 t is c. *)
Section CS. Variables (phi : A -> R) (PF : positive_functional phi).
Lemma phi0 : phi 0 = 0. Proof. by rewrite -(scale0r 0) (phiZ PF) mul0r. Qed.
Lemma phiN x : phi (- x) = - phi x. Proof. by rewrite -scaleN1r (phiZ PF) mulN1r. Qed.
Lemma cs0 t x : phi (star t * t) = 0 -> phi (x * t) = 0.
Proof.
move=> t0; set b := phi (x * t); set c := phi (x * star x).
have Q (r : R) : 0 <= c + r * b *+ 2.
  have := phi_pos PF (star x + r *: t).
  rewrite (starD SA) (starZ SA) (starK SA) mulrDl !mulrDr -!scalerAl -!scalerAr !(phiD PF) !(phiZ PF) t0 !mulr0 addr0.
  have -> : phi (star t * star x) = b by rewrite -(starM SA) (phi_star PF).
  by rewrite -/c -/b -addrA mulr2n.
have c0 : 0 <= c by have := Q 0; rewrite mul0r mul0rn addr0.
have N : 0 <= c + - (c + 1) *+ 2 -> False.
  by rewrite mulNrn subr_ge0 leNgt => /negP; apply; rewrite mulr2n -addrA ltr_addl addr_gt0 ?ltr01 // ltr_paddl ?ltr01.
by have [//|b0] := eqVneq b 0; case: N; have := Q (- (c + 1) / b); rewrite mulfVK.
Qed.
End CS.
End Sound.
