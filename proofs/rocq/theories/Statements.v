(** Statements: what a certificate claims, as data (section 6 of the page).  Their meaning stands in [Meaning], their canonical text
   in [Text]. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Ascii String.
From Bellcert Require Import Words Operators Rules Symbols LinearPrograms.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

(** A number: coefficients of the powers of alpha, the constant first, no zero at the end; zero is the empty list, a rational has
   at most one entry. *)
Definition number := seq Q.
(** A polynomial in the symbols: exponents of the symbols in declared order, without zeros at the end, and numbers. *)
Definition coefficient := seq (seq nat * number).
(** An atom is (input, 0), the observable of two outcomes, or (input, o + 1), the event or projector of outcome o. *)
Definition terms := seq (coefficient * aword).

Inductive behaviours := Local | NoSignalling | TimeOrdered | QuantumCommuting | QuantumTensor.

(** Where the hypotheses are shown to hold together: at all values of the symbols, nowhere, or at a point of the symbols. *)
Inductive vacuity := Everywhere | Unchecked | ShownAt of seq number.

Record setting := Setting {
  set_of : behaviours;
  parties_of : seq (string * seq (string * nat));     (* name; labels and numbers of outcomes of the inputs *)
  commuting_of : seq (nat * nat);                     (* pairs of inputs, numbered as declared *)
  signalling_of : seq (nat * nat);                    (* pairs of parties: the first may signal to the second *)
  field_of : option (seq Z * Q * Q);                  (* minimal polynomial, constant first; the interval of its root *)
  symbols_of : seq (string * option (Q * Q));
  relations_of : seq (nat * nat * coefficient);       (* symbol ^ power = coefficient *)
  conditions_of : seq (coefficient * bool);           (* coefficient >= 0, or > 0 if true *)
  hypotheses_of : seq (string * hkind * terms);
  vacuity_of : vacuity }.

Inductive statement :=
  | Bound of setting & terms & sense & coefficient
  | Empty of setting
  | Guessing of setting & seq nat & coefficient
  | Equality of setting & seq (terms * coefficient)
  | Value of setting & seq (terms * coefficient).
Definition setting_of (s : statement) : setting := match s with
  | Bound c _ _ _ | Empty c | Guessing c _ _ | Equality c _ | Value c _ => c end.

(** Party and number of outcomes of each input. *)
Definition inputs_of (c : setting) : seq (nat * nat) :=
  flatten [seq [seq (p.1, i.2) | i <- p.2.2] | p <- zip (iota 0 (size (parties_of c))) (parties_of c)].
(** The events of a guessing statement: every outcome for each guessed input, the last one's changing fastest. *)
Definition events_of (c : setting) (guessed : seq nat) : seq aword :=
  foldr (fun i l => [seq (i, o.+1) :: w | o <- iota 0 (noutcomes (inputs_of c) i), w <- l]) [:: [::]] guessed.
