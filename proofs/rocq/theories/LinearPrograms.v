(** Rules lp-dual and farkas for behaviours, as programs, and the soundness of the local ones: mixtures of
   deterministic strategies. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* an atom is (input, 0), the observable of two noutcomes, or (input, o + 1), the event of outcome o *)
Definition atom := (nat * nat)%type.
Definition aword := seq atom.
Section Ops. Variables (K : coef) (inputs : seq (nat * nat)).   (* partyof, noutcomes *)
Definition apoly := seq (aword * K).
Definition aopp (k : K) : K := cmul (cz K (Zneg xH)) k.
(* hypotheses: (equality?, polynomial) *)
Variable H : seq (bool * apoly).
Definition ahyp0 : bool * apoly := (true, [::]).
Definition aokmean (m : nat * K) : bool := (nth ahyp0 H m.1).1 || cnn m.2.
Definition atotal (slack : apoly) (ms : seq (nat * K)) : apoly :=
  slack ++ flatten (map (fun m => map (fun t => (t.1, aopp (cmul m.2 t.2))) (nth ahyp0 H m.1).2) ms).
(* local *)
Definition val1 (s : seq nat) (a : atom) : Z :=
  let o := nth 0%nat s a.1 in
  if (a.2 == 0)%nat then (if (o == 0)%nat then Zpos xH else Zneg xH) else if (a.2 == o.+1)%nat then Zpos xH else Z0.
Definition valw (s : seq nat) (w : aword) : Z := foldr (fun a z => Z.mul (val1 s a) z) (Zpos xH) w.
Definition valp (s : seq nat) (p : apoly) : K := foldr (fun t k => cadd (cmul t.2 (cz K (valw s t.1))) k) (cz K Z0) p.
Definition strategies : seq (seq nat) := foldr (fun x l => flatten (map (fun o => map (cons o) l) (iota 0 x.2))) [:: [::]] inputs.
Definition check_local (slack : apoly) (ms : seq (nat * K)) : bool :=
  all aokmean ms && all (fun s => cnn (valp s (atotal slack ms))) strategies.
(* no-signalling: words of letters, an event of two noutcomes is half of 1 plus or minus the observable, a last outcome is 1 minus the others *)
Definition noutcomes (i : nat) : nat := (nth (0, 0)%nat inputs i).2.
Definition partyof (i : nat) : nat := (nth (0, 0)%nat inputs i).1.
Definition expand1 (a : atom) : seq (aword * K) :=
  let d := noutcomes a.1 in
  if (a.2 == 0)%nat then [:: ([:: a], cz K (Zpos xH))]
  else if (d == 2)%nat then
    let h := cinv K 2 in [:: ([::], h); ([:: (a.1, 0%nat)], if (a.2 == 1)%nat then h else aopp h)]
  else if (a.2 == d)%nat then
    ([::], cz K (Zpos xH)) :: [seq ([:: (a.1, o.+1)], cz K (Zneg xH)) | o <- iota 0 d.-1]
  else [:: ([:: a], cz K (Zpos xH))].
Fixpoint expand (w : aword) : seq (aword * K) := match w with
  | [::] => [:: ([::], cz K (Zpos xH))]
  | a :: w' => let r := expand w' in
      flatten [seq [seq (m.1 ++ t.1, cmul m.2 t.2) | t <- r] | m <- expand1 a] end.
Definition okword (w : aword) : bool :=
  uniq [seq partyof a.1 | a <- w] &&
  all (fun a => (a.1 < size inputs)%nat && (if (a.2 == 0)%nat then (noutcomes a.1 == 2)%nat else (a.2 <= noutcomes a.1)%nat)) w.
Definition event (w : aword) : bool := all (fun a => (a.2 != 0)%nat) w.
Definition acode (w : aword) : word := flatten [seq [:: a.1; a.2] | a <- w].
Fixpoint unary (n : nat) : seq bool := match n with O => [:: false] | n'.+1 => true :: unary n' end.
Definition akey (w : aword) : seq bool := flatten [seq unary a.1 ++ unary a.2 | a <- w].
Fixpoint decode (v : word) : aword := match v with i :: c :: v' => (i, c) :: decode v' | _ => [::] end.
Definition addw (t : aword * K) (T : trie K) : trie K := tadd (@cadd K) (akey t.1) (acode t.1) t.2 T.
Definition addpoly (p : apoly) (T : trie K) : trie K :=
  foldr (fun t T => foldr (fun x T => addw (x.1, cmul t.2 x.2) T) T (expand t.1)) T p.
Definition ns_total (slack : apoly) (ms : seq (nat * K)) (events : seq (K * aword)) : apoly :=
  atotal slack ms ++ [seq (e.2, aopp e.1) | e <- events].
Definition check_ns (slack : apoly) (ms : seq (nat * K)) (events : seq (K * aword)) : bool :=
  [&& all aokmean ms, all (fun e => cnn e.1 && event e.2) events, all (fun t => okword t.1) (ns_total slack ms events)
    & all (fun m => czero m.2) (telems (addpoly (ns_total slack ms events) Lf) [::])].
End Ops.

Section Sound. Variables (R : realFieldType) (K : coef) (ev : K -> R) (KO : coef_ok ev) (inputs : seq (nat * nat)).
Section Mean. Variable m : aword -> R.
Definition mp (p : apoly K) : R := foldr (fun t x => ev t.2 * m t.1 + x) 0 p.
Lemma mp_cat p q : mp (p ++ q) = mp p + mp q.
Proof. by elim: p => [|t p IH] /=; rewrite ?add0r // IH addrA. Qed.
Lemma aoppP k : ev (aopp k) = - ev k.
Proof. by rewrite (evM KO) (evz KO) -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1 mulN1r. Qed.
Variable H : seq (bool * apoly K).
Definition aholds : Prop := forall i, let h := nth (ahyp0 K) H i in if h.1 then mp h.2 = 0 else 0 <= mp h.2.
Lemma atotal_le slack ms : aholds -> all (aokmean H) ms -> mp (atotal H slack ms) <= mp slack.
Proof.
move=> HH mo; rewrite /atotal mp_cat ger_addl; elim: ms mo => [|[i k] ms IH] //= /andP[ko /IH le0].
rewrite mp_cat -[0]addr0; apply: ler_add le0.
have -> : mp [seq (t.1, aopp (cmul k t.2)) | t <- (nth (ahyp0 K) H i).2] = - (ev k * mp (nth (ahyp0 K) H i).2).
  elim: (_.2) => [|t p IHp] /=; first by rewrite mulr0 oppr0.
  by rewrite IHp aoppP (evM KO) mulrDr opprD mulNr mulrA.
rewrite oppr_le0; have := HH i; move: ko; rewrite /aokmean /=; case: ifP => _ /=; first by move=> _ ->; rewrite mulr0.
by move=> /(evnn KO) k0 q0; rewrite mulr_ge0.
Qed.
End Mean.

(* ---- local: mixtures of deterministic strategies ---- *)
Definition lval (s : nat -> nat) (w : aword) : R :=
  foldr (fun a x => (if (a.2 == 0)%nat then (if (s a.1 == 0)%nat then 1 else -1) else if (a.2 == (s a.1).+1)%nat then 1 else 0) * x) 1 w.
Definition strategy (s : nat -> nat) : Prop := forall i, (i < size inputs)%nat -> (s i < noutcomes inputs i)%nat.
Definition lmean (E : finType) (p : E -> R) (s : E -> nat -> nat) (w : aword) : R := \sum_e p e * lval (s e) w.
Lemma strat_in (s : nat -> nat) : strategy s -> mkseq s (size inputs) \in strategies inputs.
Proof.
rewrite /strategy /noutcomes; elim: inputs s => [|x l IH] s sP //.
have -> : mkseq s (size (x :: l)) = s 0%nat :: mkseq (fun i => s i.+1) (size l).
  by rewrite /mkseq /= -[1%nat]/(1 + 0)%nat iotaDl -map_comp.
apply/flatten_mapP; exists (s 0%nat); first by rewrite mem_iota /= add0n; apply: (sP 0%nat).
by apply: map_f; apply: IH => i il; apply: (sP i.+1).
Qed.
Lemma valp_ok s p : all (fun t : aword * K => all (fun a => (a.1 < size inputs)%nat) t.1) p ->
  ev (valp (mkseq s (size inputs)) p) = mp (lval s) p.
Proof.
elim: p => [|[w k] p IH] /=; first by rewrite (evz KO) iz0.
move=> /andP[wo /IH E]; rewrite (evD KO) (evM KO) (evz KO) E; congr (_ * _ + _).
elim: w wo => [|a w IHw] /=; first by rewrite iz1.
move=> /andP[al /IHw <-]; rewrite izM /val1 nth_mkseq //; congr (_ * _).
by do 3 (case: ifP => _ //); rewrite ?iz1 ?iz0 // -[Zneg xH]/(Z.opp (Zpos xH)) izN iz1.
Qed.
Definition in_range (p : apoly K) : bool := all (fun t => all (fun a => (a.1 < size inputs)%nat) t.1) p.
Theorem local_sound (E : finType) (p : E -> R) (s : E -> nat -> nat) H slack ms :
  check_local inputs H slack ms -> in_range (atotal H slack ms) ->
  (forall e, 0 <= p e) -> (forall e, strategy (s e)) -> aholds (lmean p s) H -> 0 <= mp (lmean p s) slack.
Proof.
move=> /andP[mo /allP C] ir p0 sP HH; apply: le_trans (atotal_le slack HH mo).
have -> : forall q, mp (lmean p s) q = \sum_e p e * mp (lval (s e)) q.
  elim=> [|t q IH] /=; first by rewrite big1 // => e _; rewrite mulr0.
  rewrite IH /lmean mulr_sumr -big_split; apply: eq_bigr => e _ /=; by rewrite mulrDr mulrCA.
apply: sumr_ge0 => e _; rewrite mulr_ge0 // -valp_ok //; apply: (evnn KO); apply: C; exact: strat_in.
Qed.

End Sound.
