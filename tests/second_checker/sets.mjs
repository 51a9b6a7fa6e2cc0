// The sets of behaviours (section 6 of the page) and what they mean.

export const SETS = {
  local: "mixtures of deterministic local strategies",
  "no-signalling": "all behaviours in which no party's input changes the other parties' marginal",
  "time-ordered": "all behaviours in which an input changes no marginal of parties it may not signal to",
  "quantum-commuting": "a state and projective measurements on a Hilbert space of any dimension,"
    + " those of different parties commuting",
  "quantum-tensor": "a state and projective measurements on a tensor product of finite-dimensional spaces",
};
