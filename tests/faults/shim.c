/* A disk that fails when it is told to: preloaded before libc, it stands between kb and every call that changes a file.
 *
 * Only calls on files below SHIM_UNDER count. Each has a number, from 1. By environment variable:
 *   SHIM_LOG=FILE      writes down every call with its data, for replay (see cuts.rs for the form)
 *   SHIM_KILL_AT=N     the process gets SIGKILL at call N, SHIM_KILL_HOW=before, after, or torn (half a write is done)
 *   SHIM_FAIL_AT=N     call N fails with SHIM_ERRNO; with SHIM_FAIL_ON=1 all later ones too
 *   SHIM_ROOM=BYTES    files may grow by so much together, then ENOSPC
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 1024

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *paths[FILES]; /* of each open descriptor below the folder; NULL: not ours */
static char under[PATH_MAX];
static long calls, kill_at, fail_at, fail_with, fail_on;
static long long room = -1;
static int kill_how, log_fd = -1;
enum { BEFORE, AFTER, TORN };

/* The system's own calls, by number: no dlsym, so it works from the first instruction on. */
static ssize_t real_write(int fd, const void *data, size_t n) { return syscall(SYS_write, fd, data, n); }

static long number(const char *name) {
  const char *value = getenv(name);
  return value ? atol(value) : 0;
}

__attribute__((constructor)) static void start(void) {
  const char *folder = getenv("SHIM_UNDER"), *how = getenv("SHIM_KILL_HOW"), *log = getenv("SHIM_LOG");
  if (!folder || !realpath(folder, under)) { under[0] = 0; return; }
  kill_at = number("SHIM_KILL_AT");
  fail_at = number("SHIM_FAIL_AT");
  fail_with = number("SHIM_ERRNO");
  fail_on = number("SHIM_FAIL_ON");
  if (getenv("SHIM_ROOM")) room = atoll(getenv("SHIM_ROOM"));
  if (how) kill_how = !strcmp(how, "after") ? AFTER : !strcmp(how, "torn") ? TORN : BEFORE;
  if (log) log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The path made absolute, if it is below the folder. The last part need not be there yet. */
static int ours(int at, const char *path, char *out) {
  char full[PATH_MAX * 2], parent[PATH_MAX];
  if (!under[0] || !path) return 0;
  if (path[0] == '/') snprintf(full, sizeof full, "%s", path);
  else {
    char base[PATH_MAX];
    if (at == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
    else if (at >= 0 && at < FILES && paths[at]) snprintf(base, sizeof base, "%s", paths[at]);
    else return 0;
    snprintf(full, sizeof full, "%s/%s", base, path);
  }
  if (realpath(full, out)) {}
  else {
    char *slash = strrchr(full, '/');
    if (!slash) return 0;
    *slash = 0;
    if (!realpath(full, parent)) return 0;
    snprintf(out, PATH_MAX, "%.2048s/%.1024s", parent, slash + 1);
  }
  size_t n = strlen(under);
  return !strncmp(out, under, n) && (out[n] == '/' || out[n] == 0);
}

static const char *known(int fd) { return fd >= 0 && fd < FILES ? paths[fd] : NULL; }

/* One record: kind, length of the path, offset, length of the data (32, 64, 32 bits), path, data. */
static void record(char kind, const char *path, uint64_t offset, const void *data, uint32_t n) {
  if (log_fd < 0) return;
  uint32_t length = (uint32_t)strlen(path);
  char head[17];
  head[0] = kind;
  memcpy(head + 1, &length, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &n, 4);
  struct iovec parts[3] = {{head, 17}, {(void *)path, length}, {(void *)data, n}};
  syscall(SYS_writev, log_fd, parts, 3);
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

/* Counts a call. 0: go on; -1: fail, errno is set; 1: do half of it, then die. */
static int counted(void) {
  calls++;
  if (kill_at && calls == kill_at) {
    if (kill_how == BEFORE) die();
    if (kill_how == TORN) return 1;
  }
  if (fail_at && (calls == fail_at || (fail_on && calls > fail_at))) { errno = (int)fail_with; return -1; }
  return 0;
}

static void done(void) { if (kill_at && calls == kill_at) die(); }

/* Takes the room that a write up to `end` needs. */
static int grows(int fd, off_t end) {
  struct stat s;
  if (room < 0 || fstat(fd, &s)) return 0;
  if (end > s.st_size) {
    if (end - s.st_size > room) { errno = ENOSPC; return -1; }
    room -= end - s.st_size;
  }
  return 0;
}

static void freed(const char *path, off_t keeps) {
  struct stat s;
  if (room >= 0 && !stat(path, &s) && s.st_size > keeps) room += s.st_size - keeps;
}

static ssize_t written(int fd, const void *data, size_t n, off_t at) {
  const char *path = known(fd);
  if (!path) return at < 0 ? real_write(fd, data, n) : syscall(SYS_pwrite64, fd, data, n, at);
  pthread_mutex_lock(&lock);
  off_t place = at < 0 ? lseek(fd, 0, SEEK_CUR) : at;
  if (at < 0 && (fcntl(fd, F_GETFL) & O_APPEND)) { struct stat s; if (!fstat(fd, &s)) place = s.st_size; }
  ssize_t result = -1;
  int what = counted();
  if (what == 1) {
    syscall(SYS_pwrite64, fd, data, n / 2, place);
    die();
  }
  if (what == 0 && grows(fd, place + (off_t)n) == 0) {
    result = at < 0 ? real_write(fd, data, n) : syscall(SYS_pwrite64, fd, data, n, at);
    if (result > 0) record('w', path, (uint64_t)place, data, (uint32_t)result);
  }
  int kept = errno;
  done();
  pthread_mutex_unlock(&lock);
  errno = kept;
  return result;
}

ssize_t write(int fd, const void *data, size_t n) { return written(fd, data, n, -1); }
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return written(fd, data, n, at); }
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) { return written(fd, data, n, at); }

ssize_t writev(int fd, const struct iovec *parts, int n) {
  if (!known(fd)) return syscall(SYS_writev, fd, parts, n);
  ssize_t all = 0;
  for (int i = 0; i < n; i++) {
    ssize_t one = written(fd, parts[i].iov_base, parts[i].iov_len, -1);
    if (one < 0) return all ? all : -1;
    all += one;
    if ((size_t)one < parts[i].iov_len) break;
  }
  return all;
}

static int opened(int at, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  if (!ours(at, path, full)) return (int)syscall(SYS_openat, at, path, flags, mode);
  pthread_mutex_lock(&lock);
  struct stat s;
  int changes = (flags & O_CREAT) && stat(full, &s);
  if (!changes && (flags & O_TRUNC) && !stat(full, &s) && s.st_size > 0) changes = 2;
  int fd = -1, what = changes ? counted() : 0;
  if (what == 1) what = 0; /* an open is not torn: killed after it */
  if (what == 0) {
    if (changes == 2) freed(full, 0);
    fd = (int)syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && fd < FILES) {
      free(paths[fd]);
      paths[fd] = strdup(full);
      if (changes == 1) record('c', full, 0, "", 0);
      if (changes == 2) record('t', full, 0, "", 0);
    }
  }
  int kept = errno;
  if (changes) done();
  pthread_mutex_unlock(&lock);
  errno = kept;
  return fd;
}

#define MODE(flags)                                     \
  mode_t mode = 0;                                      \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                \
    va_list rest;                                       \
    va_start(rest, flags);                              \
    mode = (mode_t)va_arg(rest, int);                   \
    va_end(rest);                                       \
  }
int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }

int close(int fd) {
  if (fd >= 0 && fd < FILES && paths[fd]) {
    pthread_mutex_lock(&lock);
    free(paths[fd]);
    paths[fd] = NULL;
    pthread_mutex_unlock(&lock);
  }
  return (int)syscall(SYS_close, fd);
}

/* A call on a descriptor that is not a write: `kind` for the log, `size` its argument there. */
static int on_file(int fd, char kind, off_t size, long call) {
  const char *path = known(fd);
#define CALL (int)(kind == 't' ? syscall(call, fd, size) : syscall(call, fd))
  if (!path) return CALL;
  pthread_mutex_lock(&lock);
  int result = -1, what = counted();
  if (what == 1) die(); /* not done: a torn sync has synced nothing */
  if (what == 0 && (kind != 't' || grows(fd, size) == 0)) {
    if (kind == 't') freed(path, size);
    result = CALL;
    if (result == 0) record(kind, path, (uint64_t)size, "", 0);
  }
  int kept = errno;
  done();
  pthread_mutex_unlock(&lock);
  errno = kept;
  return result;
}

int fsync(int fd) { return on_file(fd, 's', 0, SYS_fsync); }
int fdatasync(int fd) { return on_file(fd, 's', 0, SYS_fdatasync); }
int ftruncate(int fd, off_t size) { return on_file(fd, 't', size, SYS_ftruncate); }
int ftruncate64(int fd, off64_t size) { return on_file(fd, 't', size, SYS_ftruncate); }

static int allocated(int fd, int mode, off_t at, off_t n) {
  if (!known(fd)) return (int)syscall(SYS_fallocate, fd, mode, at, n);
  struct stat s;
  if (mode || fstat(fd, &s) || at + n <= s.st_size) { errno = EOPNOTSUPP; return -1; }
  return on_file(fd, 't', at + n, SYS_ftruncate);
}
int fallocate(int fd, int mode, off_t at, off_t n) { return allocated(fd, mode, at, n); }
int fallocate64(int fd, int mode, off64_t at, off64_t n) { return allocated(fd, mode, at, n); }

/* Copies in the kernel would pass by: refused, so that the program copies by reading and writing. */
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t n, unsigned flags) {
  (void)from, (void)a, (void)to, (void)b, (void)n, (void)flags;
  errno = ENOSYS;
  return -1;
}
ssize_t sendfile(int to, int from, off_t *at, size_t n) {
  (void)to, (void)from, (void)at, (void)n;
  errno = EINVAL;
  return -1;
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t n) { return sendfile(to, from, at, n); }

static int removed(int at, const char *path, int flags) {
  char full[PATH_MAX];
  if (!ours(at, path, full)) return (int)syscall(SYS_unlinkat, at, path, flags);
  pthread_mutex_lock(&lock);
  struct stat s;
  int there = !lstat(full, &s), result = -1, what = there ? counted() : 0;
  if (what == 1) what = 0;
  if (what == 0) {
    off_t size = there ? s.st_size : 0;
    result = (int)syscall(SYS_unlinkat, at, path, flags);
    if (result == 0) {
      if (room >= 0) room += size;
      record('u', full, 0, "", 0);
    }
  }
  int kept = errno;
  if (there) done();
  pthread_mutex_unlock(&lock);
  errno = kept;
  return result;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }

static int renamed(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  char a[PATH_MAX], b[PATH_MAX];
  int mine = ours(from_at, from, a), theirs = ours(to_at, to, b);
  if (!mine && !theirs) return (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  pthread_mutex_lock(&lock);
  int result = -1, what = counted();
  if (what == 1) what = 0;
  if (what == 0) {
    result = (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
    if (result == 0) {
      record('r', mine ? a : "", 0, b, (uint32_t)strlen(b));
      for (int i = 0; i < FILES; i++)
        if (paths[i] && mine && !strcmp(paths[i], a)) { free(paths[i]); paths[i] = strdup(b); }
    }
  }
  int kept = errno;
  done();
  pthread_mutex_unlock(&lock);
  errno = kept;
  return result;
}
int rename(const char *a, const char *b) { return renamed(AT_FDCWD, a, AT_FDCWD, b, 0); }
int renameat(int x, const char *a, int y, const char *b) { return renamed(x, a, y, b, 0); }
int renameat2(int x, const char *a, int y, const char *b, unsigned f) { return renamed(x, a, y, b, f); }
