/* A right implementation in C, written from oracle/PROTOCOL.md alone: min-entropies and extractor outputs.
 *
 *     cc -O2 -o entropies entropies.c -lm
 *     bellcert conform --command ./entropies
 *
 * Every value of a message is a string, a list or an object, and the values read here are strings without escapes,
 * so a few lines find them; a program with a JSON library would use that.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE (1 << 20)
static const long double SMALL = 1e-17L; /* far above one rounding of long double, far below what counts as loose */

/* The character behind the JSON value that begins at p. */
static const char *behind(const char *p) {
    int depth = 0, quoted = 0;
    for (; *p; p++) {
        if (quoted) {
            if (*p == '\\') p++;
            else if (*p == '"') quoted = 0;
        } else if (*p == '"') quoted = 1;
        else if (*p == '{' || *p == '[') depth++;
        else if (*p == '}' || *p == ']') depth--;
        if (!quoted && depth == 0) return p + 1;
    }
    return p;
}

/* The value of a key of the object that begins at p, or NULL. */
static const char *member(const char *p, const char *key) {
    size_t length = strlen(key);
    for (p++; *p && *p != '}';) {
        p += strspn(p, ", \t\n");
        const char *name = p + 1;
        p = behind(p);
        int found = (size_t)(p - name) == length + 1 && strncmp(name, key, length) == 0;
        p += strspn(p, ": \t\n");
        if (found) return p;
        p = behind(p);
    }
    return NULL;
}

/* The text of a string member, cut out of the line; "" when there is none. */
static char *text(const char *object, const char *key) {
    const char *value = object ? member(object, key) : NULL;
    size_t length = value && *value == '"' ? (size_t)(behind(value) - value) - 2 : 0;
    char *copy = calloc(length + 1, 1);
    if (!copy) exit(1);
    if (length) memcpy(copy, value + 1, length);
    return copy;
}

/* An integer or a fraction, with a relative error of 2^-62 at most. */
static long double number(const char *s) {
    const char *slash = strchr(s, '/');
    return strtold(s, NULL) / (slash ? strtold(slash + 1, NULL) : 1);
}

static void refuse(const char *id, const char *says) {
    printf("{\"id\":\"%s\",\"refused\":\"out-of-range\",\"says\":\"%s\"}\n", id, says);
}

/* A lower bound: the largest double that is certainly below. */
static void lower(const char *id, long double bits) {
    double down = (double)bits;
    if (down > bits - SMALL) down = nextafter(down, -INFINITY);
    printf("{\"id\":\"%s\",\"value\":\"%a\"}\n", id, down < 0 ? 0 : down);
}

/* 1 - log2(1 + sqrt(2 - I^2/4)), the root rounded up before it grows: near 2 sqrt 2 it magnifies every error. */
static void entropy_local(const char *id, long double score) {
    if (score <= 2) lower(id, 0);
    else if (score * score > 8) refuse(id, "no quantum behaviour has this score");
    else lower(id, 1 - log2l(1 + sqrtl(2 - score * score / 4 + SMALL)));
}

static void entropy_nosignalling(const char *id, long double score) {
    if (score <= 2) lower(id, 0);
    else if (score > 4) refuse(id, "no behaviour has this score");
    else lower(id, -log2l(1.5L - score / 4 + SMALL));
}

static int are_bits(const char *s) { return s[strspn(s, "01")] == 0; }

/* Output bit i is the parity of the products x_t z_(base + i - t) in one case, x_t z_(t - i) in the other. */
static void extract(const char *id, const char *x, const char *second, const char *length, int seeded) {
    long n = (long)strlen(x), m = strtol(length, NULL, 10);
    if (n < 1 || m < 1 || m > n || (long)strlen(second) != (seeded ? n + m - 1 : n) || !are_bits(x) || !are_bits(second)) {
        refuse(id, "the strings and m do not fit together");
        return;
    }
    printf("{\"id\":\"%s\",\"value\":\"", id);
    for (long i = 0; i < m; i++) {
        int parity = 0;
        for (long t = seeded ? 0 : i; t < n; t++)
            parity ^= (x[t] - '0') & (second[seeded ? i - t + n - 1 : t - i] - '0');
        putchar('0' + parity);
    }
    puts("\"}");
}

static void call(const char *message) {
    const char *arguments = member(message, "arguments");
    char *id = text(message, "id"), *name = text(message, "call"), *score = text(arguments, "score");
    char *x = text(arguments, "x"), *y = text(arguments, "y"), *seed = text(arguments, "seed"), *m = text(arguments, "m");
    if (!strcmp(name, "chsh.min-entropy.local")) entropy_local(id, number(score));
    else if (!strcmp(name, "chsh.min-entropy.nosignalling")) entropy_nosignalling(id, number(score));
    else if (!strcmp(name, "extractor.two-source.output")) extract(id, x, y, m, 0);
    else if (!strcmp(name, "extractor.toeplitz.output")) extract(id, x, seed, m, 1);
    else printf("{\"id\":\"%s\",\"refused\":\"unsupported\"}\n", id);
    free(id), free(name), free(score), free(x), free(y), free(seed), free(m);
}

int main(void) {
    static char line[LINE];
    while (fgets(line, LINE, stdin)) {
        char *what = text(line, "do");
        int stop = !strcmp(what, "stop");
        if (!strcmp(what, "start"))
            puts("{\"protocol\":\"1\",\"name\":\"entropies\",\"version\":\"1.0\",\"language\":\"C\",\"capabilities\":["
                 "\"chsh.min-entropy.local\",\"chsh.min-entropy.nosignalling\","
                 "\"extractor.two-source.output\",\"extractor.toeplitz.output\"],\"conventions\":{}}");
        else if (!stop) call(line);
        fflush(stdout);
        free(what);
        if (stop) break;
    }
    return 0;
}
