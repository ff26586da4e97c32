/*
 * A disk that fails on purpose, for the processes that shim.ts starts: the k-th call that changes something below a folder
 * fails, is cut in half, or is the last thing that the process does. Environment:
 *   TORTURE_UNDER  the folder, with a slash at its end
 *   TORTURE_LOG    a file: without a fault every call is noted, with one only those that it met ("k call path")
 *   TORTURE_AT     k, from 1
 *   TORTURE_FAULT  eio enospc erofs dead short torn kill kill-half kill-after kill-late signal
 *   TORTURE_NUMBER of a signal, or microseconds until a late kill
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum call { WRITE, CREATE, OPEN, SYNC, TRUNCATE, RENAME, LINK, UNLINK, CHMOD, MKDIR, READ };
static const char *const NAMES[] = {"write",  "create", "open",   "sync",  "truncate", "rename",
                                    "link",   "unlink", "chmod",  "mkdir", "read"};
/* What becomes of a call: it goes on, fails with an errno (positive), or one of these. */
enum { GO_ON = 0, HALF = -1, HALF_THEN_FAIL = -2, HALF_THEN_DIE = -3, DIE_AFTER = -4 };

static const char *under, *log_file, *fault = "";
static int at, number;
static atomic_int calls;

__attribute__((constructor)) static void begin(void) {
  under = getenv("TORTURE_UNDER");
  log_file = getenv("TORTURE_LOG");
  if (getenv("TORTURE_FAULT")) fault = getenv("TORTURE_FAULT");
  if (getenv("TORTURE_AT")) at = atoi(getenv("TORTURE_AT"));
  if (getenv("TORTURE_NUMBER")) number = atoi(getenv("TORTURE_NUMBER"));
}

static int is(const char *name) { return strcmp(fault, name) == 0; }

static void note(int k, enum call call, const char *path) {
  if (!log_file) return;
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%d %s %s\n", k, NAMES[call], path);
  int fd = (int)syscall(SYS_openat, AT_FDCWD, log_file, O_WRONLY | O_CREAT | O_APPEND, 0600);
  syscall(SYS_write, fd, line, (size_t)length);
  syscall(SYS_close, fd);
}

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

static void *die_late(void *nothing) {
  (void)nothing;
  struct timespec rest = {number / 1000000, (long)(number % 1000000) * 1000};
  nanosleep(&rest, NULL);
  die();
  return NULL;
}

static int is_below(const char *path) { return under && path && strncmp(path, under, strlen(under)) == 0; }

/* The path of a file that is open, where it lies below the folder; NULL elsewhere. */
static const char *path_of(int fd) {
  static __thread char path[PATH_MAX];
  char link[64];
  if (!under || fd <= 2) return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (length < 0) return NULL;
  path[length] = 0;
  return is_below(path) ? path : NULL;
}

static int on_hit(enum call call) {
  int writes = call == WRITE;
  if (is("eio") || is("dead")) return EIO;
  if (is("enospc")) return ENOSPC;
  if (is("erofs")) return EROFS;
  if (is("short")) return writes ? HALF : GO_ON;
  if (is("torn")) return writes ? HALF_THEN_FAIL : EIO;
  if (is("kill-half") && writes) return HALF_THEN_DIE;
  if (is("kill-after")) return DIE_AFTER;
  if (is("kill") || is("kill-half")) die();
  if (is("signal")) syscall(SYS_kill, getpid(), number);
  if (is("kill-late")) {
    pthread_t thread;
    pthread_create(&thread, NULL, die_late, NULL);
  }
  return GO_ON;
}

static int takes_space(enum call call) { return call == WRITE || call == CREATE || call == MKDIR; }

/* What is there takes no new place. */
static int exists(enum call call, const char *path) {
  return call == CREATE && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

static int verdict(enum call call, const char *path) {
  if (!path) return GO_ON;
  /* Reads have no number: they only find out that the disk is gone. */
  if (call == READ) return is("dead") && at && atomic_load(&calls) >= at ? EIO : GO_ON;
  int k = atomic_fetch_add(&calls, 1) + 1;
  if (!at) note(k, call, path);
  if (!at || k < at) return GO_ON;
  if (k > at) {
    if (is("dead")) return EIO;
    if (is("erofs") && call != SYNC) return EROFS;
    if (is("enospc") && takes_space(call) && !exists(call, path)) return ENOSPC;
    return GO_ON;
  }
  note(k, call, path);
  if (is("enospc") && (!takes_space(call) || exists(call, path))) return GO_ON;
  if (is("erofs") && call == SYNC) return GO_ON;
  return on_hit(call);
}

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define FAILS(outcome)                                                                                                 \
  if ((outcome) > 0) {                                                                                                 \
    errno = (outcome);                                                                                                 \
    return -1;                                                                                                         \
  }
#define ENDS(outcome, result)                                                                                          \
  if ((outcome) == DIE_AFTER || (outcome) == HALF_THEN_DIE) die();                                                     \
  if ((outcome) == HALF_THEN_FAIL) {                                                                                   \
    errno = EIO;                                                                                                       \
    return -1;                                                                                                         \
  }                                                                                                                    \
  return result;

static size_t part(int outcome, size_t size) {
  return outcome <= HALF && outcome >= HALF_THEN_DIE && size > 1 ? size / 2 : size;
}

ssize_t write(int fd, const void *bytes, size_t size) {
  REAL(write);
  int outcome = verdict(WRITE, path_of(fd));
  FAILS(outcome)
  ssize_t done = real(fd, bytes, part(outcome, size));
  ENDS(outcome, done)
}
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
  REAL(pwrite64);
  int outcome = verdict(WRITE, path_of(fd));
  FAILS(outcome)
  ssize_t done = real(fd, bytes, part(outcome, size), offset);
  ENDS(outcome, done)
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) { return pwrite64(fd, bytes, size, offset); }
ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  int outcome = verdict(WRITE, path_of(fd));
  FAILS(outcome)
  ssize_t done = outcome < 0 && outcome >= HALF_THEN_DIE ? real(fd, parts, 1) : real(fd, parts, count);
  ENDS(outcome, done)
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  REAL(pwritev64);
  int outcome = verdict(WRITE, path_of(fd));
  FAILS(outcome)
  ssize_t done = outcome < 0 && outcome >= HALF_THEN_DIE ? real(fd, parts, 1, offset) : real(fd, parts, count, offset);
  ENDS(outcome, done)
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

#define PLAIN(call, path, expression)                                                                                  \
  int outcome = verdict(call, path);                                                                                   \
  FAILS(outcome)                                                                                                       \
  int done = expression;                                                                                               \
  ENDS(outcome, done)

int fsync(int fd) { REAL(fsync); PLAIN(SYNC, path_of(fd), real(fd)) }
int fdatasync(int fd) { REAL(fdatasync); PLAIN(SYNC, path_of(fd), real(fd)) }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); PLAIN(TRUNCATE, path_of(fd), real(fd, size)) }
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int rename(const char *from, const char *to) { REAL(rename); PLAIN(RENAME, is_below(to) ? to : NULL, real(from, to)) }
int link(const char *from, const char *to) { REAL(link); PLAIN(LINK, is_below(to) ? to : NULL, real(from, to)) }
int unlink(const char *path) { REAL(unlink); PLAIN(UNLINK, is_below(path) ? path : NULL, real(path)) }
int remove(const char *path) { REAL(remove); PLAIN(UNLINK, is_below(path) ? path : NULL, real(path)) }
int unlinkat(int folder, const char *path, int flags) {
  REAL(unlinkat);
  PLAIN(UNLINK, is_below(path) ? path : NULL, real(folder, path, flags))
}
int mkdir(const char *path, mode_t mode) { REAL(mkdir); PLAIN(MKDIR, is_below(path) ? path : NULL, real(path, mode)) }
int chmod(const char *path, mode_t mode) { REAL(chmod); PLAIN(CHMOD, is_below(path) ? path : NULL, real(path, mode)) }
int fchmod(int fd, mode_t mode) { REAL(fchmod); PLAIN(CHMOD, path_of(fd), real(fd, mode)) }

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
  const char *below = is_below(path) ? path : NULL;
  enum call call = flags & (O_CREAT | O_TRUNC) ? CREATE : flags & (O_WRONLY | O_RDWR) ? OPEN : READ;
  PLAIN(call, below, real(path, flags, mode))
}
#define OPENS(name)                                                                                                    \
  int name(const char *path, int flags, ...) {                                                                         \
    va_list rest;                                                                                                      \
    va_start(rest, flags);                                                                                             \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                            \
    va_end(rest);                                                                                                      \
    return opened((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name), path, flags, mode);                        \
  }
OPENS(open)
OPENS(open64)

ssize_t read(int fd, void *bytes, size_t size) {
  REAL(read);
  int outcome = verdict(READ, is("dead") ? path_of(fd) : NULL);
  FAILS(outcome)
  return real(fd, bytes, size);
}
ssize_t pread64(int fd, void *bytes, size_t size, off64_t offset) {
  REAL(pread64);
  int outcome = verdict(READ, is("dead") ? path_of(fd) : NULL);
  FAILS(outcome)
  return real(fd, bytes, size, offset);
}
ssize_t pread(int fd, void *bytes, size_t size, off_t offset) { return pread64(fd, bytes, size, offset); }
