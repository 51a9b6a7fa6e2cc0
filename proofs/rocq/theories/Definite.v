(** Which symmetric matrices over the field of a statement are positive semidefinite, and why: N = sum d v v^T with d > 0.

   Found by exact elimination; nothing here is trusted, for the decomposition is used as a list of squares. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Qreduction.
From Bellcert Require Import Words Rationals Fields ReadFields.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Section Definite. Variables (F : field) (steps : nat).
Local Notation K := (KA F steps).
(* quotient and rest of a by a monic polynomial without its leading coefficient, the highest power first *)
Fixpoint divide (n : nat) (a b : seq Q) : seq Q * seq Q := match n, a with
  | S n', c :: a' => if Nat.leb (size b) (size a') then let: (q, r) := divide n' (if qzero c then a' else sub_scaled c a' b) b in (c :: q, r) else ([::], a)
  | _, _ => ([::], a) end.
Fixpoint zeroless (p : seq Q) : seq Q := match p with   (* without zeros at the end *)
  | [::] => [::] | c :: p' => match zeroless p' with [::] => if qzero c then [::] else [:: c] | t => c :: t end end.
Fixpoint euclid (n : nat) (r0 r1 t0 t1 : seq Q) : seq Q := match n, r1 with
  | S n', lead :: _ :: _ =>
    let: (q, r) := divide (size r0).+1 r0 (monic_tail r1) in
    let q' := zeroless (rev (map (qmul (qinv lead)) q)) in
    euclid n' r1 (trim r) t1 (zeroless (aadd t0 (map qopp (amul F q' t1))))
  | _, lead :: _ => ascale (qinv lead) t1
  | _, [::] => [::] end.
Definition inverse (a : seq Q) : seq Q := match a with
  | [:: q] => [:: qinv q]
  | _ => euclid (size (fmin F)).+1 (rev (fmin F)) (trim (rev a)) [::] [:: Qmake 1 1] end.

Definition matrix := seq (seq (seq Q)).   (* all entries *)
Definition negative (a : seq Q) : bool := apos F steps (map qopp a).
(* [skipped] rows have been used up; the result lists weights and vectors *)
Fixpoint decompose (n : nat) (m : matrix) (skipped : nat) : option (seq (seq Q * seq (seq Q))) := match n, m with
  | S n', (a :: v) :: rows =>
    let below := map (drop 1) rows in
    if azero a then (if all azero v then decompose n' below skipped.+1 else None)
    else if apos F steps a then
      let i := inverse a in
      let column := map (fun b => if azero b then [::] else zeroless (amul F i b)) v in
      let below' := map (fun rb => if azero rb.2 then rb.1 else
        map (fun xy => if azero xy.2 then xy.1 else zeroless (aadd xy.1 (map qopp (amul F rb.2 xy.2)))) (zip rb.1 column)) (zip below v) in
      match decompose n' below' skipped.+1 with
      | Some l => Some ((a, nseq skipped [::] ++ [:: Qmake 1 1] :: column) :: l) | None => None end
    else None
  | _, _ => Some [::] end.
(** From the lower triangle. *)
Definition full (rows : matrix) : matrix :=
  mkseq (fun i => mkseq (fun j => let: (a, b) := if Nat.leb j i then (i, j) else (j, i) in nth [::] (nth [::] rows a) b) (size rows)) (size rows).
Definition squares_of (rows : matrix) : option (seq (seq Q * seq (seq Q))) := decompose (size rows) (full rows) 0.
End Definite.
