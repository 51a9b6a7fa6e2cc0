(* Bytes to the tree of a certificate: strict JSON (section 1 of the page). *)
exception Refusal of string
let refuse code = raise (Refusal code)
let max_bytes = 8 * 1024 * 1024
let max_depth = 128

let chars s = List.init (String.length s) (String.get s)

(* how deeply brackets outside of strings are nested *)
let depth s =
  let deepest = ref 0 and here = ref 0 and inside = ref false and i = ref 0 in
  while !i < String.length s do
    (match s.[!i] with
     | '"' -> inside := not !inside
     | '\\' when !inside -> incr i
     | '[' | '{' when not !inside -> incr here; deepest := max !deepest !here
     | ']' | '}' when not !inside -> decr here
     | _ -> ());
    incr i
  done;
  !deepest

let valid_utf8 s =
  let n = String.length s in
  let byte i = if i < n then Char.code s.[i] else -1 in
  let tail i = byte i land 0xc0 = 0x80 && byte i >= 0 in
  let rec go i =
    if i >= n then true else
    let a = byte i and b = byte (i + 1) in
    if a < 0x80 then go (i + 1)
    else if a >= 0xc2 && a <= 0xdf then tail (i + 1) && go (i + 2)
    else if a >= 0xe0 && a <= 0xef then
      tail (i + 1) && tail (i + 2) && not (a = 0xe0 && b < 0xa0) && not (a = 0xed && b >= 0xa0) && go (i + 3)
    else if a >= 0xf0 && a <= 0xf4 then
      tail (i + 1) && tail (i + 2) && tail (i + 3) && not (a = 0xf0 && b < 0x90) && not (a = 0xf4 && b >= 0x90) && go (i + 4)
    else false in
  go 0

(* a code point as bytes; a lone half of a surrogate pair keeps its number *)
let add_code b c =
  let put x = Buffer.add_char b (Char.chr x) in
  if c < 0x80 then put c
  else if c < 0x800 then (put (0xc0 lor (c lsr 6)); put (0x80 lor (c land 63)))
  else if c < 0x10000 then (put (0xe0 lor (c lsr 12)); put (0x80 lor ((c lsr 6) land 63)); put (0x80 lor (c land 63)))
  else (put (0xf0 lor (c lsr 18)); put (0x80 lor ((c lsr 12) land 63)); put (0x80 lor ((c lsr 6) land 63)); put (0x80 lor (c land 63)))

let parse s =
  let n = String.length s and i = ref 0 in
  let bad () = refuse "not-json" in
  let peek () = if !i < n then s.[!i] else '\000' in
  let rec space () = if !i < n then match s.[!i] with ' ' | '\n' | '\t' | '\r' -> incr i; space () | _ -> () in
  let expect c = if !i < n && s.[!i] = c then incr i else bad () in
  let literal w = let k = String.length w in if !i + k <= n && String.sub s !i k = w then (i := !i + k; true) else false in
  let hex () =
    let digit c = match c with '0'..'9' -> Char.code c - 48 | 'a'..'f' -> Char.code c - 87 | 'A'..'F' -> Char.code c - 55 | _ -> bad () in
    if !i + 4 > n then bad ();
    let v = ref 0 in
    for k = 0 to 3 do v := 16 * !v + digit s.[!i + k] done;
    i := !i + 4; !v in
  let string () =
    expect '"';
    let b = Buffer.create 16 in
    let rec go () =
      if !i >= n then bad ();
      let c = s.[!i] in
      incr i;
      match c with
      | '"' -> ()
      | '\\' ->
        if !i >= n then bad ();
        let d = s.[!i] in
        incr i;
        (match d with
         | '"' | '\\' | '/' -> Buffer.add_char b d
         | 'b' -> Buffer.add_char b '\b' | 'f' -> Buffer.add_char b '\012' | 'n' -> Buffer.add_char b '\n'
         | 'r' -> Buffer.add_char b '\r' | 't' -> Buffer.add_char b '\t'
         | 'u' ->
           let u = hex () in
           if u >= 0xd800 && u < 0xdc00 && !i + 6 <= n && s.[!i] = '\\' && s.[!i + 1] = 'u' then begin
             let back = !i in
             i := !i + 2;
             let v = hex () in
             if v >= 0xdc00 && v < 0xe000 then add_code b (0x10000 + ((u - 0xd800) lsl 10) + (v - 0xdc00))
             else (i := back; add_code b u)
           end else add_code b u
         | _ -> bad ());
        go ()
      | c when c < ' ' -> bad ()
      | c -> Buffer.add_char b c; go () in
    go ();
    Buffer.contents b in
  let number () =
    if peek () = '-' then incr i;
    let digits () = let k = !i in while !i < n && s.[!i] >= '0' && s.[!i] <= '9' do incr i done; !i > k in
    (match peek () with '0' -> incr i | '1'..'9' -> ignore (digits ()) | _ -> bad ());
    let back = !i in
    if peek () = '.' then (incr i; if not (digits ()) then i := back);
    let back = !i in
    (match peek () with
     | 'e' | 'E' -> incr i; (match peek () with '+' | '-' -> incr i | _ -> ()); if not (digits ()) then i := back
     | _ -> ());
    Checker.JNumber in
  let rec value () =
    space ();
    if !i >= n then bad ();
    match s.[!i] with
    | '"' -> Checker.JString (chars (string ()))
    | '[' ->
      incr i; space ();
      if peek () = ']' then (incr i; Checker.JList []) else
      let rec go acc =
        let v = value () in
        space ();
        if peek () = ',' then (incr i; go (v :: acc)) else (expect ']'; Checker.JList (List.rev (v :: acc))) in
      go []
    | '{' ->
      incr i; space ();
      let seen = Hashtbl.create 8 and twice = ref false in
      let finish l = if !twice then refuse "duplicate-key"; Checker.JObject (List.rev l) in
      if peek () = '}' then (incr i; finish []) else
      let rec go acc =
        space ();
        let k = string () in
        if Hashtbl.mem seen k then twice := true;
        Hashtbl.replace seen k ();
        space (); expect ':';
        let v = value () in
        space ();
        let acc = (chars k, v) :: acc in
        if peek () = ',' then (incr i; go acc) else (expect '}'; finish acc) in
      go []
    | 't' when literal "true" -> Checker.JLiteral
    | 'f' when literal "false" -> Checker.JLiteral
    | 'n' when literal "null" -> Checker.JLiteral
    | 'N' when literal "NaN" -> Checker.JNumber
    | 'I' when literal "Infinity" -> Checker.JNumber
    | '-' when literal "-Infinity" -> Checker.JNumber
    | '-' | '0'..'9' -> number ()
    | _ -> bad () in
  let v = value () in
  space ();
  if !i <> n then bad ();
  v

(* the tree, or the code of a refusal *)
let tree s =
  if String.length s > max_bytes then refuse "bytes";
  if depth s > max_depth then refuse "depth";
  if not (valid_utf8 s) || (String.length s >= 3 && String.sub s 0 3 = "\xef\xbb\xbf") then refuse "not-utf8";
  parse s
