package freehold.client;

/** What a program may be sent while it runs. */
public enum Signal {
    SIGHUP,
    SIGINT,
    SIGQUIT,
    SIGKILL,
    SIGUSR1,
    SIGUSR2,
    SIGTERM,
    SIGCONT,
    SIGTSTP
}
