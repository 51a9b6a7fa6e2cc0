(* The program, in OCaml. What is trusted here: the realisations of naturals as machine integers (letters, indices, sizes of lists; all
   far below 2^62), of integers by Zarith, of characters and strings as lists of characters, and the one line below. *)
From Coq Require Import ZArith QArith Extraction ExtrOcamlBasic ExtrOcamlNatInt ExtrOcamlZBigInt ExtrOcamlString.
From Bellcert Require Import Json ReadFields Compile Check.
Extraction Language OCaml.
(* Coq's gcd, extracted, is a binary algorithm on big integers and hundreds of times slower. *)
Extract Constant Z.ggcd => "(fun a b -> let g = Big_int_Z.gcd_big_int a b in if Big_int_Z.sign_big_int g = 0 then (g, (a, b)) else (g, (Big_int_Z.div_big_int a g, Big_int_Z.div_big_int b g)))".
Extraction "checker.ml" answer.
