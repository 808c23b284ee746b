package freehold.refusal;

/** Why a request was declined. Each case says enough for one sentence that tells the caller what to do next. */
public sealed interface Refusal
        permits Malformed,
                Unauthenticated,
                Forbidden,
                NotFound,
                Conflict,
                TooLarge,
                NotJson,
                Invalid,
                LimitAboveCeiling,
                PolicyDenied,
                RuntimeUnknown,
                RuntimeMissing,
                TierUnavailable,
                NotOffered,
                QueueFull,
                RateExceeded,
                QuotaSpent,
                Unavailable,
                Within {}
