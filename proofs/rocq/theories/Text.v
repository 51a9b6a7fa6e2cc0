(** The canonical text of a statement (section 6 of the page), a function of the statement alone. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Ascii String.
From Bellcert Require Import Words Operators Rules Symbols LinearPrograms Json Statements.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope string_scope.

Definition cat := String.append.
Fixpoint joined (sep : string) (l : seq string) : string := match l with
  | [::] => "" | [:: s] => s | s :: l' => cat s (cat sep (joined sep l')) end.
Definition texts (l : seq string) : string := joined "" l.
(** * Numbers *)
Fixpoint nth_char (n : nat) (s : string) : string := match s with
  | EmptyString => "" | String c s' => match n with O => String c "" | S n' => nth_char n' s' end end.
(* the fuel, the number of binary digits, is at least the number of decimal ones *)
Fixpoint decimal_digits (fuel : nat) (n : N) (acc : string) : string :=
  let acc' := cat (nth_char (N.to_nat (N.modulo n 10)) digits10) acc in
  match fuel with
  | O => acc'
  | S f => let r := N.div n 10 in if N.eqb r 0 then acc' else decimal_digits f r acc' end.
Definition natural_text (n : N) : string := decimal_digits (N.to_nat (N.size n)) n "".
Definition integer_text (z : Z) : string := if Z.ltb z 0 then cat "-" (natural_text (Z.to_N (Z.opp z))) else natural_text (Z.to_N z).
Definition nat_text (n : nat) : string := natural_text (N.of_nat n).
Definition rational_text (q : Q) : string :=
  if Pos.eqb (Qden q) 1 then integer_text (Qnum q) else texts [:: integer_text (Qnum q); "/"; integer_text (Zpos (Qden q))].
Definition power_text (k : nat) : string := match k with O => "" | S O => "alpha" | _ => cat "alpha^" (nat_text k) end.
Definition is_one (q : Q) : bool := Z.eqb (Z.abs (Qnum q)) 1 && Pos.eqb (Qden q) 1.
(* c0 + c1*alpha + ...; [first] while nothing has been printed *)
Fixpoint alpha_terms (p : seq Q) (k : nat) (first : bool) : string := match p with
  | [::] => ""
  | c :: p' =>
    if Z.eqb (Qnum c) 0 then alpha_terms p' (S k) first else
    let negative := Z.ltb (Qnum c) 0 in
    let sign := if first then (if negative then "-" else "") else if negative then " - " else " + " in
    let size := rational_text (Qmake (Z.abs (Qnum c)) (Qden c)) in
    let term := match k with O => size | _ => if is_one c then power_text k else texts [:: size; "*"; power_text k] end in
    texts [:: sign; term; alpha_terms p' (S k) false] end.
Definition polynomial_text (p : seq Q) : string := alpha_terms p 0 true.
Definition number_text (p : number) : string := match p with
  | [::] => "0" | [:: q] => rational_text q | _ => texts [:: "("; polynomial_text p; ")"] end.
(** * Coefficients *)
Fixpoint monomial_texts (e : seq nat) (names : seq string) : seq string := match e, names with
  | O :: e', _ :: n' => monomial_texts e' n'
  | S O :: e', s :: n' => s :: monomial_texts e' n'
  | k :: e', s :: n' => texts [:: s; "^"; nat_text k] :: monomial_texts e' n'
  | _, _ => [::] end.
Definition has_symbol (p : coefficient) : bool := seq.has (fun m => seq.has (fun k => negb (Nat.eqb k 0)) m.1) p.
Definition term_text (names : seq string) (m : seq nat * number) : string :=
  let symbols := monomial_texts m.1 names in
  let one := match m.2, symbols with [:: q], _ :: _ => Z.eqb (Qnum q) 1 && Pos.eqb (Qden q) 1 | _, _ => false end in
  joined "*" (if one then symbols else number_text m.2 :: symbols).
Definition coefficient_text (names : seq string) (p : coefficient) : string :=
  if has_symbol p then texts [:: "("; joined " + " (map (term_text names) p); ")"]
  else match p with m :: _ => number_text m.2 | [::] => "0" end.
(** * Scenarios and terms *)
Section Setting. Variable c : setting.
Definition names : seq string := map fst (symbols_of c).
Definition input_names : seq string := flatten [seq [seq cat p.1 i.1 | i <- p.2] | p <- parties_of c].
Definition input_name (i : nat) : string := nth "" input_names i.
Definition atom_text (a : atom) : string := match a.2 with
  | O => input_name a.1 | S o => texts [:: input_name a.1; "="; nat_text o] end.
Definition word_text (w : aword) : string := match w with [::] => "1" | _ => joined " " [seq atom_text a | a <- w] end.
Definition terms_text (t : terms) : string :=
  joined " + " [seq texts [:: coefficient_text names m.1; "*<"; word_text m.2; ">"] | m <- t].
Definition set_name (s : behaviours) : string := match s with
  | Local => "local" | Statements.NoSignalling => "no-signalling" | TimeOrdered => "time-ordered"
  | QuantumCommuting => "quantum-commuting" | QuantumTensor => "quantum-tensor" end.
Definition set_meaning (s : behaviours) : string := match s with
  | Local => "mixtures of deterministic local strategies"
  | Statements.NoSignalling => "all behaviours in which no party's input changes the other parties' marginal"
  | TimeOrdered => "all behaviours in which an input changes no marginal of parties it may not signal to"
  | QuantumCommuting => "a state and projective measurements on a Hilbert space of any dimension, those of different parties commuting"
  | QuantumTensor => "a state and projective measurements on a tensor product of finite-dimensional spaces" end.
Definition party_text (p : string * seq (string * nat)) : string :=
  texts [:: p.1; "("; joined ", " [seq texts [:: i.1; ":"; nat_text i.2] | i <- p.2]; ")"].
Definition commutator_text (p : nat * nat) : string := texts [:: "["; input_name p.1; ", "; input_name p.2; "] = 0"].
Definition party_name (i : nat) : string := nth "" (map fst (parties_of c)) i.
Definition when (b : bool) (l : seq string) : seq string := if b then l else [::].
Definition scenario_lines : seq string :=
  texts [:: "scenario: "; joined " " [seq party_text p | p <- parties_of c]; " (input:outcomes)"] ::
  when (Nat.ltb 0 (size (commuting_of c))) [:: cat "commuting inputs: " (joined ", " [seq commutator_text p | p <- commuting_of c])] ++
  when (Nat.ltb 0 (size (signalling_of c))) [:: cat "signalling allowed: "
    (joined ", " [seq texts [:: party_name p.1; " to "; party_name p.2] | p <- signalling_of c])].
Definition field_lines : seq string := match field_of c with None => [::] | Some (m, lo, hi) =>
  [:: texts [:: "field: alpha is the root of "; polynomial_text [seq Qmake z 1 | z <- m]; " in ("; rational_text lo; ", "; rational_text hi; ")"]] end.
Definition symbol_line (s : string * option (Q * Q)) : string := texts ([:: "for all real "; s.1] ++ match s.2 with
  | None => [::] | Some (lo, hi) => [:: " in ["; rational_text lo; ", "; rational_text hi; "]"] end).
Definition relation_line (r : nat * nat * coefficient) : string :=
  texts [:: "where "; nth "" names r.1.1; "^"; nat_text r.1.2; " = "; coefficient_text names r.2].
Definition condition_line (p : coefficient * bool) : string :=
  texts [:: "where "; coefficient_text names p.1; if p.2 then " > 0" else " >= 0"].
Definition hypothesis_line (h : string * hkind * terms) : string :=
  let q := terms_text h.2 in
  texts ([:: "hypothesis "; h.1.1; ": "] ++ match h.1.2 with
  | Mean0 => [:: "mean: "; q; " = 0"] | MeanNN => [:: "mean: "; q; " >= 0"] | Relation => [:: "operator relation: "; q; " = 0"]
  | Positive => [:: "operator inequality: "; q; " >= 0"] | Annihilates => [:: "annihilates the state: "; q; " psi = 0"] end).
Definition setting_lines : seq string :=
  texts [:: "set: "; set_name (set_of c); " ("; set_meaning (set_of c); ")"] :: scenario_lines ++ field_lines ++
  [seq symbol_line s | s <- symbols_of c] ++ [seq relation_line r | r <- relations_of c] ++ [seq condition_line p | p <- conditions_of c] ++
  [seq hypothesis_line h | h <- hypotheses_of c] ++
  match [seq h <- hypotheses_of c | String.prefix "signalling-" h.1.1] with
  | [::] => [::]
  | _ => [:: "tag: signalling = allowed: counts that signal by more than chance allows were not refused"] end ++
  match vacuity_of c with
  | Everywhere => [::]
  | Unchecked => [:: "POSSIBLY VACUOUS: no point shows that the hypotheses can hold together"]
  | ShownAt p => [:: cat "hypotheses: shown to hold together at "
      (joined ", " [seq texts [:: nv.1; " = "; number_text nv.2] | nv <- zip names p])] end.
Definition value_line (v : terms * coefficient) : string := texts [:: "value: "; terms_text v.1; " = "; coefficient_text names v.2].
End Setting.
(** * Claims *)
Definition claim_lines (s : statement) : seq string := match s with
  | Bound c f s b => [:: texts [:: "claim: every behaviour of the set has "; terms_text c f; match s with Le => " <= " | Ge => " >= " end;
      coefficient_text (names c) b]]
  | Empty c => [:: "claim: no behaviour of the set satisfies the hypotheses"]
  | Guessing c g b => [:: texts [:: "claim: if a behaviour is an average of behaviours of the set over a value e independent of the inputs, the average satisfies the hypotheses and the adversary knows e, then she guesses the outcomes of ";
      joined " " [seq input_name c i | i <- g]; " with probability <= "; coefficient_text (names c) b]]
  | Equality c l => "claim: in every behaviour of the set, for every bounded operator E >= 0 that commutes with all operators of the scenario, the mean of E times each functional is its value times the mean of E"
      :: [seq value_line c v | v <- l]
  | Value c l => "claim: one behaviour of the set has" :: [seq value_line c v | v <- l] end.
Definition lines (s : statement) : seq string := setting_lines (setting_of s) ++ claim_lines s.
