(** Rule guessing for no-signalling and local behaviours: the adversary knows e, the behaviour is the average over e. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators LinearPrograms NoSignalling.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section G. Variables (K : coef) (inputs : seq (nat * nat)).
Definition branch (H : seq (bool * apoly K)) (b : K) (ms : seq (nat * K)) (a : aword) : apoly K :=
  atotal H ([:: ([::], b); (a, cz K (Zneg xH))]) ms.
Definition check_guess_ns H b ms (branches : seq (aword * seq (K * aword))) : bool :=
  all (aokmean H) ms && all (fun x => check_ns inputs [::] (branch H b ms x.1) [::] x.2) branches.
Definition check_guess_local H b ms (branches : seq aword) : bool :=
  all (aokmean H) ms && all (fun a => check_local inputs [::] (branch H b ms a) [::] && in_range inputs (atotal [::] (branch H b ms a) [::])) branches.
Variables (R : realFieldType) (ev : K -> R) (KO : coef_ok ev).
Lemma vm1 : ev (cz K (Zneg xH)) = -1.
Proof. by rewrite (evz KO) -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1. Qed.
(* the averaging, the same for every set *)
Lemma average (E : finType) (p : E -> R) (m : E -> aword -> R) H b ms (guess : E -> aword) :
  all (aokmean H) ms -> (forall e, 0 <= p e) -> \sum_e p e = 1 -> (forall e, m e [::] = 1) ->
  aholds ev (fun w => \sum_e p e * m e w) H -> (forall e, 0 <= mp ev (m e) (branch H b ms (guess e))) ->
  \sum_e p e * m e (guess e) <= ev b.
Proof.
move=> mo p0 p1 m1 HH B.
have lin q : mp ev (fun w => \sum_e p e * m e w) q = \sum_e p e * mp ev (m e) q.
  elim: q => [|t q IH] /=; first by rewrite big1 // => e _; rewrite mulr0.
  by rewrite IH mulr_sumr -big_split; apply: eq_bigr => e _ /=; rewrite mulrDr mulrCA.
have T0 : mp ev (fun w => \sum_e p e * m e w) (atotal H [::] ms) <= 0 by have := atotal_le KO [::] HH mo.
have S0 : 0 <= \sum_e p e * mp ev (m e) (branch H b ms (guess e)).
  by apply: sumr_ge0 => e _; rewrite mulr_ge0.
have EQ : \sum_e p e * mp ev (m e) (branch H b ms (guess e)) =
   ev b - \sum_e p e * m e (guess e) + mp ev (fun w => \sum_e p e * m e w) (atotal H [::] ms).
  have Br e : mp ev (m e) (branch H b ms (guess e)) = ev b - m e (guess e) + mp ev (m e) (atotal H [::] ms).
    have -> : branch H b ms (guess e) = [:: ([::], b); (guess e, cz K (Zneg xH))] ++ atotal H [::] ms by [].
    by rewrite mp_cat /mp /= m1 vm1 mulr1 mulN1r addr0.
  rewrite lin; transitivity (\sum_e (p e * ev b - p e * m e (guess e) + p e * mp ev (m e) (atotal H [::] ms))).
    by apply: eq_bigr => e _; rewrite Br mulrDr mulrBr.
  by rewrite big_split sumrB /= -mulr_suml p1 mul1r.
move: S0; rewrite EQ => S0; rewrite -subr_ge0 (le_trans S0) // ger_addl; exact: T0.
Qed.
Lemma no_hyp m : aholds ev m [::].
Proof. by move=> i; rewrite nth_nil. Qed.
Theorem guess_ns_sound (E : finType) (p : E -> R) (P : E -> aword -> R) H b ms branches (guess : E -> aword) :
  check_guess_ns H b ms branches -> (forall e, 0 <= p e) -> \sum_e p e = 1 -> (forall e, nosignalling inputs (P e)) ->
  aholds ev (fun w => \sum_e p e * mean (P e) w) H -> (forall e, guess e \in map fst branches) ->
  \sum_e p e * mean (P e) (guess e) <= ev b.
Proof.
move=> /andP[mo C] p0 p1 NS HH G; apply: (@average E p (fun e => mean (P e)) H b ms guess) => // e; first by rewrite /= (ns1 (NS e)).
have : exists x, check_ns inputs [::] (branch H b ms (guess e)) [::] x.
  move: (G e) C => {G}; elim: branches => [|x l IH] //=; rewrite inE => /orP[/eqP ->|h] /andP[c cl]; [by exists x.2 | exact: IH].
by move=> [x c]; apply: (ns_sound KO (NS e) c); exact: no_hyp.
Qed.
(* Eve's e fixes a deterministic strategy: the general local decomposition refines to this one *)
Theorem guess_local_sound (E : finType) (p : E -> R) (s : E -> nat -> nat) H b ms branches (guess : E -> aword) :
  check_guess_local H b ms branches -> (forall e, 0 <= p e) -> \sum_e p e = 1 -> (forall e, strategy inputs (s e)) ->
  aholds ev (fun w => \sum_e p e * lval R (s e) w) H -> (forall e, guess e \in branches) ->
  \sum_e p e * lval R (s e) (guess e) <= ev b.
Proof.
move=> /andP[mo C] p0 p1 sP HH G; apply: (@average E p (fun e => lval R (s e)) H b ms guess) => // e.
have /andP[c ir] := allP C _ (G e).
have := @local_sound R K ev KO inputs unit_finType (fun _ => 1) (fun _ => s e) [::] _ [::] c ir (fun _ => ler01) (fun _ => sP e) (@no_hyp _).
have -> : mp ev (lmean (fun _ : unit_finType => 1) (fun _ : unit_finType => s e)) (branch H b ms (guess e)) = mp ev (lval R (s e)) (branch H b ms (guess e)).
  elim: (branch _ _ _ _) => [|t q IH] //=; rewrite IH /lmean; congr (_ * _ + _).
  by rewrite (big_pred1 tt) ?mul1r // => -[].
exact.
Qed.
End G.
