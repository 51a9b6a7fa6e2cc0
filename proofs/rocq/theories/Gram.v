(** Gram matrices with an integer factor.  If s^2 N - L L^T is diagonally dominant, sum N_ij u_i* u_j has a nonnegative
   value under every positive functional of a *-algebra (Gershgorin's theorem, proved here for forms). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ---- Gershgorin in a *-algebra ---- *)
Section Gersh.
Variables (R : realFieldType) (A : algType R) (star : A -> A) (phi : A -> R).
Hypotheses (starD : forall x y, star (x + y) = star x + star y) (starZ : forall a x, star (a *: x) = a *: star x)
  (phiD : forall x y, phi (x + y) = phi x + phi y) (phiZ : forall a x, phi (a *: x) = a * phi x)
  (phi_pos : forall x, 0 <= phi (star x * x)).
Lemma g_phi0 : phi 0 = 0. Proof. by rewrite -(scale0r 0) phiZ mul0r. Qed.
Lemma g_star0 : star 0 = 0. Proof. by rewrite -(scale0r 0) starZ !scale0r. Qed.
Lemma phi_sum n (F : 'I_n -> A) : phi (\sum_i F i) = \sum_i phi (F i).
Proof. exact: (big_morph phi phiD g_phi0). Qed.
Lemma star_sum n (F : 'I_n -> A) : star (\sum_i F i) = \sum_i star (F i).
Proof. exact: (big_morph star starD g_star0). Qed.

Variables (n m : nat) (N L : 'I_n -> nat -> R) (N' : 'I_n -> 'I_n -> R) (s : R) (u : 'I_n -> A).
Let T i j := s ^+ 2 * N' i j - \sum_(k < m) L i k * L j k.
Hypotheses (s_gt0 : 0 < s) (Nsym : forall i j, N' i j = N' j i)
  (dd : forall i, \sum_(j < n | j != i) `|T i j| <= T i i).
Let g i j := phi (star (u i) * u j).
Lemma Tsym i j : T i j = T j i.
Proof. by rewrite /T Nsym; congr (_ - _); apply: eq_bigr => k _; rewrite mulrC. Qed.
Lemma g_ge0 i : 0 <= g i i. Proof. exact: phi_pos. Qed.
Lemma sq_add (a b : A) : phi (star (a + b) * (a + b)) = phi (star a * a) + phi (star a * b) + (phi (star b * a) + phi (star b * b)).
Proof. by rewrite starD mulrDl !mulrDr !phiD. Qed.
Lemma cross (r : R) i j : 0 <= `|r| * (g i i + g j j) + r * (g i j + g j i).
Proof.
have aux (a b c d : R) : a + b + (c + d) = a + d + (b + c) by rewrite [c + d]addrC addrACA.
have P : 0 <= g i i + g j j + (g i j + g j i) by have := phi_pos (u i + u j); rewrite sq_add aux.
have M : 0 <= g i i + g j j - (g i j + g j i).
  have := phi_pos (u i + (-1) *: u j).
  by rewrite sq_add !starZ -!scalerAl -!scalerAr !phiZ !mulN1r opprK aux opprD.
have [r0|r0] := lerP 0 r.
- by rewrite ger0_norm // -mulrDr mulr_ge0.
- by rewrite ltr0_norm // -[r * _]opprK -mulNr -mulrBr mulr_ge0 // oppr_ge0 ltW.
Qed.
Lemma dd_pos : 0 <= \sum_(i < n) \sum_(j < n) T i j * g i j.
Proof.
have H : 0 <= \sum_(i < n) \sum_(j < n | j != i) (`|T i j| * (g i i + g j j) + T i j * (g i j + g j i)).
  by apply: sumr_ge0 => i _; apply: sumr_ge0 => j _; apply: cross.
have sw F : \sum_(i < n) \sum_(j < n | j != i) F i j = \sum_(i < n) \sum_(j < n | j != i) F j i :> R.
  rewrite (exchange_big_dep predT) //=; apply: eq_bigr => i _; apply: eq_bigl => j; by rewrite eq_sym.
have E : \sum_(i < n) \sum_(j < n | j != i) (`|T i j| * (g i i + g j j) + T i j * (g i j + g j i))
  = (\sum_(i < n) \sum_(j < n | j != i) (`|T i j| * g i i + T i j * g i j)) *+ 2.
  rewrite mulr2n.
  transitivity (\sum_(i < n) \sum_(j < n | j != i) (`|T i j| * g i i + T i j * g i j) +
                \sum_(i < n) \sum_(j < n | j != i) (`|T i j| * g j j + T i j * g j i)).
    rewrite -big_split /=; apply: eq_bigr => i _; rewrite -big_split /=; apply: eq_bigr => j _.
    by rewrite !mulrDr addrACA.
  congr (_ + _); rewrite sw; apply: eq_bigr => i _; apply: eq_bigr => j _; by rewrite (Tsym j i).
rewrite E pmulrn_lge0 // in H.
apply: (le_trans H); apply: ler_sum => i _.
rewrite big_split /= -mulr_suml [X in _ <= X](bigD1 i) //= ler_add2r.
by apply: ler_wpmul2r; [apply: g_ge0 | apply: dd].
Qed.
Theorem gram_pos : 0 <= phi (\sum_(i < n) \sum_(j < n) N' i j *: (star (u i) * u j)).
Proof.
have -> : phi (\sum_(i < n) \sum_(j < n) N' i j *: (star (u i) * u j)) = \sum_(i < n) \sum_(j < n) N' i j * g i j.
  by rewrite phi_sum; apply: eq_bigr => i _; rewrite phi_sum; apply: eq_bigr => j _; rewrite phiZ.
have s2 : 0 < s ^+ 2 by rewrite exprn_gt0.
rewrite -(pmulr_rge0 _ s2).
have -> : s ^+ 2 * (\sum_(i < n) \sum_(j < n) N' i j * g i j) =
   \sum_(i < n) \sum_(j < n) T i j * g i j + \sum_(k < m) phi (star (\sum_i L i k *: u i) * (\sum_i L i k *: u i)).
  have -> : \sum_(k < m) phi (star (\sum_i L i k *: u i) * (\sum_i L i k *: u i)) =
      \sum_(i < n) \sum_(j < n) (\sum_(k < m) L i k * L j k) * g i j.
    transitivity (\sum_(k < m) \sum_(i < n) \sum_(j < n) L i k * L j k * g i j).
      apply: eq_bigr => k _; rewrite star_sum mulr_suml phi_sum; apply: eq_bigr => i _.
      rewrite mulr_sumr phi_sum; apply: eq_bigr => j _.
      by rewrite starZ -scalerAl -scalerAr scalerA phiZ.
    rewrite exchange_big /=; apply: eq_bigr => i _; rewrite exchange_big /=; apply: eq_bigr => j _.
    by rewrite mulr_suml.
  rewrite mulr_sumr -big_split /=; apply: eq_bigr => i _; rewrite mulr_sumr -big_split /=; apply: eq_bigr => j _.
  by rewrite -mulrDl /T subrK mulrA.
by apply: addr_ge0; [apply: dd_pos | apply: sumr_ge0 => k _; apply: phi_pos].
Qed.
End Gersh.

(* ---- the same for lists of lists of integers: what the checker runs ---- *)
Fixpoint dot (x y : seq Z) : Z := match x, y with a :: x', b :: y' => Z.add (Z.mul a b) (dot x' y') | _, _ => Z0 end.
Definition at2 (M : seq (seq Z)) (i j : nat) : Z := nth Z0 (nth [::] M i) j.
Definition symz (M : seq (seq Z)) (i j : nat) : Z := if leq j i then at2 M i j else at2 M j i.
Definition rest (N L : seq (seq Z)) (s : Z) : seq (seq Z) :=
  let s2 := Z.mul s s in
  mkseq (fun i => let Ni := nth [::] N i in let Li := nth [::] L i in
    mkseq (fun j => Z.sub (Z.mul s2 (nth Z0 Ni j)) (dot Li (nth [::] L j))) i.+1) (size N).
Definition rowsum (M : seq (seq Z)) (n i : nat) : Z :=
  foldr (fun j t => if eq_op j i then t else Z.add (Z.abs (symz M i j)) t) Z0 (iota 0 n).
Definition dominated (N L : seq (seq Z)) (s : Z) : bool :=
  let T := rest N L s in let n := size N in
  Z.ltb 0 s && all (fun i => Z.leb (rowsum T n i) (at2 T i i)) (iota 0 n).

Section Lists. Variable R : realFieldType.
Local Notation iz := (@iz R).
Lemma dot_ok m x y : (size x <= m)%nat -> iz (dot x y) = \sum_(k < m) iz (nth Z0 x k) * iz (nth Z0 y k).
Proof.
elim: x y m => [|a x IH] [|b y] m sm /=; rewrite ?iz0.
- by rewrite big1 // => k _; rewrite nth_nil iz0 mul0r.
- by rewrite big1 // => k _; rewrite nth_nil iz0 mul0r.
- by rewrite big1 // => k _; rewrite nth_nil iz0 mulr0.
- case: m sm => // m sm; rewrite izD izM (IH _ m) // big_ord_recl /=; congr (_ + _).
Qed.
Lemma symz_sym M i j : symz M i j = symz M j i.
Proof. by rewrite /symz; case: ltngtP => // ->. Qed.
Lemma rest_ok N L s i j : (i < size N)%nat -> (j < size N)%nat ->
  symz (rest N L s) i j = Z.sub (Z.mul (Z.mul s s) (symz N i j)) (dot (nth [::] L i) (nth [::] L j)).
Proof.
have dotC x y : dot x y = dot y x by elim: x y => [|a x IH] [|b y] //=; rewrite IH Z.mul_comm.
have one a b : (a < size N)%nat -> (b <= a)%nat ->
  at2 (rest N L s) a b = Z.sub (Z.mul (Z.mul s s) (at2 N a b)) (dot (nth [::] L a) (nth [::] L b)).
  by move=> aN ba; rewrite /at2 /rest nth_mkseq // nth_mkseq.
move=> iN jN; rewrite /symz; case: leqP => ij; first exact: one.
by rewrite one // ?(ltnW ij) // dotC.
Qed.
Lemma rowsum_ok M n (i : 'I_n) : iz (rowsum M n i) = \sum_(j < n | j != i) `|iz (symz M i j)|.
Proof.
rewrite /rowsum; transitivity (\sum_(j <- iota 0 n | j != i) `|iz (symz M i j)|).
  elim: (iota 0 n) => [|j l IH] /=; first by rewrite big_nil iz0.
  by rewrite big_cons; case: eqP => //= _; rewrite izD iz_abs IH.
by rewrite -{1}[n]subn0 -/(index_iota 0 n) big_mkord.
Qed.

Variables (A : algType R) (star : A -> A) (phi : A -> R).
Hypotheses (starD : forall x y, star (x + y) = star x + star y) (starZ : forall a x, star (a *: x) = a *: star x)
  (phiD : forall x y, phi (x + y) = phi x + phi y) (phiZ : forall a x, phi (a *: x) = a * phi x)
  (phi_pos : forall x, 0 <= phi (star x * x)).
Theorem dominated_pos N L s (u : nat -> A) : dominated N L s ->
  0 <= phi (\sum_(i < size N) \sum_(j < size N) iz (symz N i j) *: (star (u i) * u j)).
Proof.
move=> /andP[/(iz_gt0 R) s0 /allP D].
pose m := (\max_(i < size N) size (nth [::] L i))%nat.
pose Lf (i : 'I_(size N)) k := iz (nth Z0 (nth [::] L i) k).
have T_ok (i j : 'I_(size N)) : iz (symz (rest N L s) i j) = iz s ^+ 2 * iz (symz N i j) - \sum_(k < m) Lf i k * Lf j k.
  rewrite rest_ok // izB !izM -expr2; congr (_ - _); apply: dot_ok.
  exact: (leq_bigmax (F := fun i : 'I_(size N) => size (nth [::] L i))).
apply: (@gram_pos R A star phi starD starZ phiD phiZ phi_pos (size N) m Lf (fun i j => iz (symz N i j)) (iz s) u s0).
- by move=> i j; rewrite symz_sym.
- move=> i; rewrite -T_ok.
  have -> : symz (rest N L s) i i = at2 (rest N L s) i i by rewrite /symz leqnn.
  have /D /(iz_le R) : val i \in iota 0 (size N) by rewrite mem_iota /= add0n.
  rewrite rowsum_ok => /(le_trans _); apply.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => j _; rewrite T_ok.
Qed.
End Lists.
