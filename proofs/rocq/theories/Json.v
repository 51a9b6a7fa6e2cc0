(** The tree of a certificate, places in it, and the strict reading of strings and numbers (sections 1 and 3 of the page).

   Reading is not part of what is proved: whatever is read, the statement that is printed is the one that is judged. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith Qreduction Ascii String.
From Bellcert Require Import Rationals.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

(** Keys of objects stand in the order of the file; no key occurs twice.  [JNumber] and [JLiteral] are what must not occur. *)
Inductive json := JString of string | JList of list json | JObject of list (string * json) | JNumber | JLiteral.
Inductive key := Key of string | Index of nat.
(** A value with its place, the innermost key first. *)
Record node := Node { place : seq key; value : json }.

(** The result of reading: a value, or the place and the code of a refusal. *)
Inductive res (A : Type) := Ok of A | Refused of seq key & string.
Arguments Refused {A}.
Definition refuse {A} (n : node) (code : string) : res A := Refused (place n) code.
Definition bind {A B} (r : res A) (f : A -> res B) : res B := match r with Ok a => f a | Refused p c => Refused p c end.
Declare Scope res_scope. Open Scope res_scope.
Notation "'let!' x := e 'in' f" := (bind e (fun x => f)) (at level 200, x pattern, e at level 100, f at level 200) : res_scope.
Definition require (b : bool) (n : node) (code : string) : res unit := if b then Ok tt else refuse n code.
Fixpoint traverse {A B} (f : A -> res B) (l : seq A) : res (seq B) := match l with
  | [::] => Ok [::] | a :: l' => let! b := f a in let! t := traverse f l' in Ok (b :: t) end.
Fixpoint fold {A B} (f : B -> A -> res B) (b : B) (l : seq A) : res B := match l with
  | [::] => Ok b | a :: l' => let! c := f b a in fold f c l' end.

(** * Strings *)
Definition seqb (a b : string) : bool := String.eqb a b.
Fixpoint mem_string (s : string) (l : seq string) : bool := match l with [::] => false | t :: l' => seqb s t || mem_string s l' end.
Fixpoint find_string {A} (s : string) (l : seq (string * A)) : option A := match l with
  | [::] => None | (t, a) :: l' => if seqb s t then Some a else find_string s l' end.
Fixpoint position (s : string) (l : seq string) (i : nat) : option nat := match l with
  | [::] => None | t :: l' => if seqb s t then Some i else position s l' i.+1 end.
Fixpoint chars (s : string) : seq ascii := match s with EmptyString => [::] | String c s' => c :: chars s' end.
Fixpoint among (c : ascii) (l : string) : bool := match l with EmptyString => false | String d l' => Ascii.eqb c d || among c l' end.
Definition digits10 : string := "0123456789".
Definition lower_case : string := "abcdefghijklmnopqrstuvwxyz".
Fixpoint digit_in (c : ascii) (l : string) (z : Z) : option Z := match l with
  | EmptyString => None | String d l' => if Ascii.eqb c d then Some z else digit_in c l' (Z.succ z) end.
(** The parts of a string between separators. *)
Fixpoint split_at (sep : ascii) (s : string) (word : string -> string) : seq string := match s with
  | EmptyString => [:: word EmptyString]
  | String c s' => if Ascii.eqb c sep then word EmptyString :: split_at sep s' id
                   else split_at sep s' (fun t => word (String c t)) end.
Definition split (sep : ascii) (s : string) : seq string := split_at sep s id.
Definition words_of (s : string) : seq string := match s with EmptyString => [::] | _ => split " "%char s end.

(** * Nodes *)
Definition wrong {A} (n : node) (code : string) : res A := refuse n (match value n with
  | JNumber => "bare-number" | JLiteral => "bare-literal" | _ => code end)%string.
Definition text (n : node) : res string := match value n with JString s => Ok s | _ => wrong n "not-a-string" end.
Definition members (n : node) : res (seq (string * node)) := match value n with
  | JObject l => Ok [seq (kv.1, Node (Key kv.1 :: place n) kv.2) | kv <- l]
  | _ => wrong n "not-an-object" end.
Definition fields (required optional : seq string) (n : node) : res (seq (string * node)) :=
  let! found := members n in
  let! _ := require (all (fun kv => mem_string kv.1 required || mem_string kv.1 optional) found) n "unknown-key" in
  let! _ := require (all (fun k => mem_string k (map fst found)) required) n "missing-key" in
  Ok found.
(** The node under a key that [fields] has found; the default is never reached. *)
Definition get (k : string) (found : seq (string * node)) : node := match find_string k found with Some n => n | None => Node [::] JLiteral end.
Definition has (k : string) (found : seq (string * node)) : bool := mem_string k (map fst found).
Fixpoint numbered (p : seq key) (i : nat) (l : seq json) : seq node := match l with
  | [::] => [::] | v :: l' => Node (Index i :: p) v :: numbered p i.+1 l' end.
Section Items. Variables (max_items : nat).
Definition items (least : nat) (exact : option nat) (n : node) : res (seq node) := match value n with
  | JList l => let c := List.length l in
      let! _ := require (Nat.leb c max_items) n "size" in
      let! _ := require (Nat.leb least c && match exact with Some e => Nat.eqb c e | None => true end) n "wrong-shape" in
      Ok (numbered (place n) 0 l)
  | _ => wrong n "not-a-list" end.
End Items.
Definition choice (options : seq string) (n : node) : res string :=
  let! s := text n in let! _ := require (mem_string s options) n "unknown-choice" in Ok s.
(** A name: a first character, then at most so many others. *)
Definition name (first later : string) (most : nat) (n : node) : res string :=
  let! s := text n in
  let ok := match s with EmptyString => false | String c t =>
    among c first && all (fun d => among d later) (chars t) && Nat.leb (String.length t) most end in
  let! _ := require ok n "not-a-name" in Ok s.

(** * Numbers *)
Fixpoint decimal (s : string) (acc : Z) : option Z := match s with
  | EmptyString => Some acc
  | String c s' => match digit_in c digits10 Z0 with Some d => decimal s' (Z.add (Z.mul 10 acc) d) | None => None end end.
Definition natural (s : string) : option Z := match s with
  | EmptyString => None
  | String c EmptyString => digit_in c digits10 Z0
  | String c _ => if Ascii.eqb c "0"%char then None else decimal s Z0 end.
Section Numbers. Variables (max_digits max_items : nat).
Definition digits (n : node) (s : string) (code : string) : res Z :=
  let minus := match s with String c _ => Ascii.eqb c "-"%char | EmptyString => false end in
  let plain := match s with String _ t => if minus then t else s | EmptyString => s end in
  let! _ := require (Nat.leb (String.length plain) max_digits) n "digits" in
  match natural plain with
  | Some z => if minus then (if Z.eqb z Z0 then refuse n code else Ok (Z.opp z)) else Ok z
  | None => refuse n code end.
Definition in_range (low high : option Z) (z : Z) (n : node) : res Z :=
  let! _ := require (match low with Some l => Z.leb l z | None => true end) n "out-of-range" in
  let! _ := require (match high with Some h => Z.leb z h | None => true end) n "size" in Ok z.
Definition integer (low high : option Z) (n : node) : res Z :=
  let! s := text n in let! z := digits n s "not-an-integer" in in_range low high z n.
Definition small (low high : Z) (n : node) : res nat :=
  let! z := integer (Some low) (Some high) n in Ok (Z.to_nat z).
Definition rational (n : node) : res Q :=
  let! s := text n in
  match split "/"%char s with
  | top :: rest =>
    let! p := digits n top "not-a-rational" in
    match rest with
    | [::] => Ok (Qmake p xH)
    | [:: bottom] =>
      let! q := digits n bottom "not-a-rational" in
      let! _ := require (Z.ltb 1 q && Z.eqb (Z.ggcd p q).1 1) n "not-reduced" in
      Ok (Qmake p (Z.to_pos q))
    | bottom :: _ => let! _ := require (Nat.leb (String.length s) (max_digits + max_digits)) n "digits" in refuse n "not-a-rational"
    end
  | [::] => refuse n "not-a-rational" end.
Definition listed (k : string) (least : nat) (found : seq (string * node)) : res (seq node) :=
  if has k found then items max_items least None (get k found) else Ok [::].
End Numbers.
