(* bellcheck FILE...: the same lines and exit codes as `python -m proofs.kernel`. *)
let limits = { Checker.max_digits = 2000; max_items = 100_000; max_cells = 65_536; max_strategies = 262_144; divisor_steps = 40_000 }
let effort = { Checker.cover_steps = 24; sign_steps = 4000; reduce_steps = 4096; word_steps = 64 }
let seconds = 60. (* of processor time for one file; beyond it: LIMIT, work *)
let words = 1 lsl 29 (* of memory, 8 bytes each *)

let string_of chars = String.concat "" (List.map (String.make 1) chars)

(* text as on one line of ASCII: Python's ascii() without its quotes *)
let escaped ?(quote = false) text =
  let b = Buffer.create 64 and n = String.length text and i = ref 0 in
  while !i < n do
    let byte k = if !i + k < n then Char.code text.[!i + k] else 0 in
    let tail k = byte k land 0xc0 = 0x80 in
    let a = byte 0 in
    let code, size =
      if a < 0x80 then a, 1
      else if a >= 0xc2 && a < 0xe0 && tail 1 then ((a land 31) lsl 6) lor (byte 1 land 63), 2
      else if a >= 0xe0 && a < 0xf0 && tail 1 && tail 2 then
        ((a land 15) lsl 12) lor ((byte 1 land 63) lsl 6) lor (byte 2 land 63), 3
      else if a >= 0xf0 && a < 0xf5 && tail 1 && tail 2 && tail 3 then
        ((a land 7) lsl 18) lor ((byte 1 land 63) lsl 12) lor ((byte 2 land 63) lsl 6) lor (byte 3 land 63), 4
      else 0xdc00 + a, 1 in
    i := !i + size;
    Buffer.add_string b
      (match code with
       | 10 -> "\\n" | 13 -> "\\r" | 9 -> "\\t" | 92 -> "\\\\"
       | 39 when quote -> "\\'"
       | c when c >= 32 && c < 127 -> String.make 1 (Char.chr c)
       | c when c < 256 -> Printf.sprintf "\\x%02x" c
       | c when c < 65536 -> Printf.sprintf "\\u%04x" c
       | c -> Printf.sprintf "\\U%08x" c)
  done;
  Buffer.contents b

let pointer place =
  let part = function
    | Checker.Index i -> string_of_int i
    | Checker.Key k ->
      String.concat "" (List.map (function '~' -> "~0" | '/' -> "~1" | c -> String.make 1 c) k) in
  String.concat "" (List.rev_map (fun k -> "/" ^ part k) place)

type verdict = Proved of string list | Refused of Codes.verdict * string * string * string

let refused place code =
  let kind, sentence = Codes.find code in
  Refused (kind, place, code, sentence)

exception Spent

let judge bytes =
  try
    match Checker.answer limits effort (Parse.tree bytes) with
    | Checker.Ok lines -> Proved (List.map string_of lines)
    | Checker.Refused (place, code) -> refused (pointer place) (string_of code)
  with
  | Parse.Refusal code -> refused "" code
  | Spent | Stack_overflow | Out_of_memory -> refused "" "work"

let timed f x =
  let set value = ignore (Unix.setitimer Unix.ITIMER_VIRTUAL { Unix.it_interval = 0.; it_value = value }) in
  set seconds;
  let result = f x in
  set 0.;
  result

(* at most one byte more than the limit: enough to see that it is exceeded *)
let read_channel channel =
  set_binary_mode_in channel true;
  let b = Buffer.create 65536 in
  (try
     while Buffer.length b <= Parse.max_bytes do Buffer.add_channel b channel 1 done
   with End_of_file -> ());
  Buffer.contents b

let read path =
  if path = "-" then read_channel stdin
  else
    let channel = open_in_bin path in
    Fun.protect ~finally:(fun () -> close_in_noerr channel) (fun () -> read_channel channel)

let report path bytes verdict =
  let digest = if String.length bytes > Parse.max_bytes then "-" else Digest.sha256 bytes in
  match verdict with
  | Proved lines ->
    Printf.printf "PROVED %s %s\n%s" digest (escaped path) (String.concat "" (List.map (fun l -> "  " ^ l ^ "\n") lines));
    0
  | Refused (kind, place, code, sentence) ->
    let quote = String.contains place '\'' && String.contains place '"' in
    Printf.printf "%s %s %s %s\n  %s: %s: %s\n" (Codes.verdict_name kind) digest (escaped path) code (escaped ~quote place) code sentence;
    Codes.exit_code kind

let reason message =
  match String.rindex_opt message ':' with
  | Some k -> String.trim (String.sub message (k + 1) (String.length message - k - 1))
  | None -> message

let check path =
  match read path with
  | bytes -> report path bytes (timed judge bytes)
  | exception Sys_error message ->
    Printf.printf "UNREADABLE - %s unreadable\n  : unreadable: %s\n" (escaped path) (reason message);
    5

let usage = "bellcheck FILE...: checks certificates of the format bellcert/1; - is standard input.\n\
  Exit code: 0 all proved, 1 some rejected, 3 some malformed, 4 some beyond a limit or a rule that is lacking,\n\
  5 some unreadable or nothing checked, 2 usage, 70 a bug."

let main arguments =
  match arguments with
  | [] -> prerr_endline usage; 5
  | first :: _ when List.exists (fun a -> a <> "-" && a <> "" && a.[0] = '-') arguments ->
    if first = "-h" || first = "--help" then (print_endline usage; 0) else (prerr_endline usage; 2)
  | _ ->
    let codes = List.map check arguments in
    List.find (fun code -> List.mem code codes) [ 70; 1; 3; 4; 5; 0 ]

let () =
  Sys.set_signal Sys.sigvtalrm (Sys.Signal_handle (fun _ -> raise Spent));
  ignore (Gc.create_alarm (fun () -> if (Gc.quick_stat ()).Gc.heap_words > words then raise Spent));
  match main (List.tl (Array.to_list Sys.argv)) with
  | code -> exit code
  | exception bug ->
    prerr_endline ("a bug in the checker: " ^ String.escaped (Printexc.to_string bug));
    exit 70
