(** Reading a number field: irreducibility by Kronecker's method, one root by Sturm's theorem (section 3 of the page).

   Neither is needed for what is proved: [Fields] holds for every root of the polynomial in the interval. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Qreduction Ascii String.
From Bellcert Require Import Words Rationals Fields Json.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

(** Numbers that are given by the program that calls the checker. *)
Record limits := Limits { max_digits : nat; max_items : nat; max_cells : nat; max_strategies : nat; divisor_steps : nat }.

(** * Polynomials over the rationals, the highest power first *)
Definition qsub (a b : Q) : Q := qadd a (qopp b).
Definition qinv (a : Q) : Q := match Qnum a with
  | Z0 => q0 | Zpos p => Qmake (Zpos (Qden a)) p | Zneg p => Qmake (Zneg (Qden a)) p end.
Fixpoint trim (p : seq Q) : seq Q := match p with [::] => [::] | c :: p' => if qzero c then trim p' else p end.
Fixpoint sub_scaled (c : Q) (p q : seq Q) : seq Q := match p, q with   (* p - c q, aligned at the head *)
  | a :: p', b :: q' => qsub a (qmul c b) :: sub_scaled c p' q' | _, _ => p end.
(* a modulo b, whose leading coefficient is 1 and is left out *)
Fixpoint remainder (n : nat) (a b : seq Q) : seq Q := match n, a with
  | S n', c :: a' => if Nat.leb (size b) (size a') then remainder n' (if qzero c then a' else sub_scaled c a' b) b else a
  | _, _ => a end.
Definition monic_tail (b : seq Q) : seq Q := match b with [::] => [::] | c :: b' => let i := qinv c in map (qmul i) b' end.
Definition modulo (a b : seq Q) : seq Q := trim (remainder (size a).+1 a (monic_tail b)).
Definition value_at (p : seq Q) (x : Q) : Q := foldl (fun v c => qadd (qmul v x) c) q0 p.
Fixpoint derivative (p : seq Q) : seq Q := match p with
  | [::] | [:: _] => [::] | c :: p' => qmul (qof (Z.of_nat (size p'))) c :: derivative p' end.

(** * Sturm: the number of real roots in an interval whose ends are none *)
Fixpoint sturm (n : nat) (a b : seq Q) : seq (seq Q) := match n, b with
  | S n', _ :: _ => b :: sturm n' b (map qopp (modulo a b)) | _, _ => [::] end.
Definition changes (chain : seq (seq Q)) (x : Q) : nat :=
  let signs := [seq qpos (value_at p x) | p <- chain] in
  count (fun ab => xorb ab.1 ab.2) (zip signs (behead signs)).
Definition count_roots (p : seq Q) (lo hi : Q) : Z :=
  let chain := p :: sturm (size p).+1 p (trim (derivative p)) in
  Z.sub (Z.of_nat (changes chain lo)) (Z.of_nat (changes chain hi)).

(** * Kronecker: a monic factor of degree k has, at k points, values that divide those of m *)
Fixpoint divisors_from (n : nat) (d : N) (v : N) : seq Z := match n with
  | O => [::]
  | S n' => if N.ltb v (N.mul d d) then [::] else
      let rest := divisors_from n' (N.succ d) v in
      if N.eqb (N.modulo v d) 0 then
        let e := N.div v d in
        Z.of_N d :: Z.opp (Z.of_N d) :: (if N.eqb e d then rest else Z.of_N e :: Z.opp (Z.of_N e) :: rest)
      else rest end.
Definition with_roots (l : seq Q) : seq Q :=
  foldr (fun r p => map (fun ab => qsub ab.1 (qmul r ab.2)) (zip (rcons p q0) (q0 :: p))) [:: Qmake 1 1] l.
Fixpoint tuples {A} (l : seq (seq A)) : seq (seq A) := match l with
  | [::] => [:: [::]] | c :: l' => let t := tuples l' in flatten [seq [seq v :: w | w <- t] | v <- c] end.
Section Kronecker. Variables (lim : limits) (m : seq Q).
Definition candidate (points : seq Q) (values : seq Z) : seq Q :=
  foldl (fun g xv =>
    let basis := with_roots (filter (fun y => negb (Qeq_bool y xv.1)) points) in
    let c := qmul (qof xv.2) (qinv (value_at basis xv.1)) in
    match g with lead :: g' => lead :: map (fun ab => qadd ab.1 (qmul c ab.2)) (zip g' basis) | [::] => [::] end)
  (with_roots points) (zip points values).
(* Some true: reducible; None: beyond the limit of candidates *)
Fixpoint reducible_from (n k : nat) (points : seq Q) (choices : seq (seq Z)) (count : Z) : option bool := match n with
  | O => Some false
  | S n' =>
    let half := Z.of_nat (Nat.div2 k) in
    let x := qof (if Nat.odd k then half else Z.opp half) in
    let v := value_at m x in
    if qzero v then Some true else
    let points' := rcons points x in
    let d := divisors_from (divisor_steps lim) 1 (Z.to_N (Z.abs (Qnum v))) in
    let count' := Z.mul count (Z.of_nat (size d)) in
    if Z.ltb 20000 count' then None else
    let choices' := rcons choices d in
    if seq.has (fun t => match modulo m (candidate points' t) with [::] => true | _ => false end) (tuples choices') then Some true
    else reducible_from n' (S k) points' choices' count' end.
Definition reducible : option bool := reducible_from (Nat.div2 (size m).-1) 1 [::] [::] 1.
End Kronecker.

(** The field of a statement: the polynomial and the interval as read; refused unless it defines one number. *)
Definition read_field (lim : limits) (n : node) : res (seq Z * Q * Q) :=
  let! found := fields [:: "minimal-polynomial"; "root"]%string [::] n in
  let pn := get "minimal-polynomial" found in
  let! entries := items (max_items lim) 3 None pn in
  let! _ := require (Nat.leb (size entries) 9) n "size" in
  let! m := traverse (integer (max_digits lim) None None) entries in
  let! _ := require (all (fun c => Z.leb (Z.abs c) 1000000) m) n "size" in
  let! _ := require (Z.eqb (last Z0 m) 1) (last pn entries) "out-of-range" in
  let high := rev (map qof m) in
  let! _ := match reducible lim high with Some false => Ok tt | Some true => refuse pn "reducible" | None => refuse pn "size" end in
  let rn := get "root" found in
  let! ends := items (max_items lim) 0 (Some 2%nat) rn in
  let! bounds := traverse (rational (max_digits lim)) ends in
  match bounds with
  | [:: lo; hi] =>
    let! _ := require (Z.eqb (count_roots high lo hi) 1) rn "not-isolating" in Ok (m, lo, hi)
  | _ => refuse rn "wrong-shape" end.
