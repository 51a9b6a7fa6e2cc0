(** Operators: lists of terms, tries to add them up in, the parts of a certificate of positivity, and how hypotheses
   may be used in it.  Only calculation; what it means stands in [Evaluation]. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ---- polynomials: lists of terms, and tries of such lists to add up in ---- *)
Inductive trie (C : Type) := Lf | Nd of trie C & seq (word * C) & trie C.
Arguments Lf {C}.
Section Trie. Variables (C : Type) (add : C -> C -> C).
Fixpoint badd (w : word) (k : C) (l : seq (word * C)) : seq (word * C) := match l with
  | [::] => [:: (w, k)]
  | (v, c) :: l' => if weq w v then (v, add k c) :: l' else (v, c) :: badd w k l' end.
Fixpoint tadd (p : seq bool) (w : word) (k : C) (t : trie C) : trie C := match p, t with
  | [::], Lf => Nd Lf [:: (w, k)] Lf
  | [::], Nd l b r => Nd l (badd w k b) r
  | d :: p', Lf => if d then Nd Lf [::] (tadd p' w k Lf) else Nd (tadd p' w k Lf) [::] Lf
  | d :: p', Nd l b r => if d then Nd l b (tadd p' w k r) else Nd (tadd p' w k l) b r end.
Fixpoint telems (t : trie C) (acc : seq (word * C)) : seq (word * C) := match t with
  | Lf => acc | Nd l b r => telems l (b ++ telems r acc) end.
End Trie.

Section Ops. Variables (S : alphabet) (K : coef).
Definition poly := seq (word * K).
Definition tpoly := trie K.
Definition put1 (w : word) (k : K) (t : tpoly) : tpoly := tadd (@cadd K) (path S w) w k t.
Definition addp (c : K) (p : poly) (t : tpoly) : tpoly := foldr (fun m t => put1 m.1 (cmul c m.2) t) t p.
Definition addmul (c : K) (p q : poly) (t : tpoly) : tpoly :=
  foldr (fun m t => let cm := cmul c m.2 in
    foldr (fun n t => match mulw S m.1 n.1 with Some w => put1 w (cmul cm n.2) t | None => t end) t q) t p.
Definition elems (t : tpoly) : poly := telems t [::].
Definition pmul (p q : poly) : poly := elems (addmul (c1 K) p q Lf).
Definition pstar (p : poly) : poly := map (fun m => (rev m.1, m.2)) p.
Definition one : poly := [:: ([::], c1 K)].

(* Gram matrices *)
Record gram := Gram { gwords : seq word; gden : positive; grows : seq (seq Z); gscale : Z; gfactor : seq (seq Z) }.
Definition gtrie (ws : seq word) (N : seq (seq Z)) : trie Z :=
  let n := size N in
  foldr (fun i t => let ui := rev (nth [::] ws i) in
    foldr (fun j t => match mulw S ui (nth [::] ws j) with
                      | Some w => tadd Z.add (path S w) w (symz N i j) t | None => t end) t (iota 0 n)) Lf (iota 0 n).
Definition gram_ok (g : gram) : bool := dominated (grows g) (gfactor g) (gscale g).
Definition addgram (c : K) (g : gram) (t : tpoly) : tpoly :=
  let k := cmul c (cinv K (gden g)) in
  foldr (fun m t => put1 m.1 (cmul k (cz K m.2)) t) t (telems (gtrie (gwords g) (grows g)) [::]).

(* hypotheses and their permitted uses *)
Inductive hkind := Mean0 | MeanNN | Relation | Positive | Annihilates.
Definition hyp := (hkind * poly)%type.
Record parts := Parts {
  means : seq (nat * K); squares : seq (K * poly); grams : seq gram;
  localised : seq (nat * seq (K * poly)); relations : seq (nat * K * poly * poly); annihilations : seq (nat * poly) }.
Variable H : seq hyp.
Definition hyp0 : hyp := (Mean0, [::]).
Definition hk (i : nat) := (nth hyp0 H i).1.
Definition hp (i : nat) := (nth hyp0 H i).2.
Definition okmean (m : nat * K) : bool := match hk m.1 with Mean0 => true | MeanNN => cnn m.2 | _ => false end.
Definition okloc (l : nat * seq (K * poly)) : bool :=
  match hk l.1 with Positive => all (fun s => cnn s.1) l.2 | _ => false end.
Definition okrel (l : nat * K * poly * poly) : bool := match hk l.1.1.1 with Relation => true | _ => false end.
(* kills: operators derived to annihilate the state; index i < size kills names them, i - size kills a hypothesis *)
Variable kills : seq poly.
Definition killer (i : nat) : option poly :=
  if Nat.ltb i (size kills) then Some (nth [::] kills i)
  else match hk (i - size kills) with Annihilates => Some (hp (i - size kills)) | _ => None end.
Definition okann (l : nat * poly) : bool := if killer l.1 is Some _ then true else false.
Definition allowed (P : parts) : bool :=
  [&& all okmean (means P), all (fun s => cnn s.1) (squares P), all gram_ok (grams P),
      all okloc (localised P), all okrel (relations P) & all okann (annihilations P)].
Definition addsq (mid : poly) (l : seq (K * poly)) (t : tpoly) : tpoly :=
  foldr (fun s t => addmul s.1 (pstar s.2) (pmul mid s.2) t) t l.
Definition addsq1 (l : seq (K * poly)) (t : tpoly) : tpoly :=
  foldr (fun s t => addmul s.1 (pstar s.2) s.2 t) t l.
Definition addann (l : seq (nat * poly)) (t : tpoly) : tpoly :=
  foldr (fun a t => match killer a.1 with
    | Some q => let Y := pmul a.2 q in addp (c1 K) Y (addmul (c1 K) (pstar Y) one t) | None => t end) t l.
Definition addparts (P : parts) (t : tpoly) : tpoly :=
  addann (annihilations P)
  (foldr (fun r t => addmul r.1.1.2 r.1.2 (pmul (hp r.1.1.1) r.2) t)
  (foldr (fun l t => addsq (hp l.1) l.2 t)
  (foldr (addgram (c1 K))
  (addsq1 (squares P)
  (foldr (fun m t => addmul m.2 one (hp m.1) t) t (means P)) ) (grams P)) (localised P)) (relations P)).
Definition tzero (t : tpoly) : bool := all (fun m => czero m.2) (elems t).
(* P proves slack * m to have a nonnegative mean *)
Definition prove_pos (m : K) (slack : poly) (P : parts) : bool :=
  allowed P && tzero (addparts P (addmul (copp m) one slack Lf)).
End Ops.
