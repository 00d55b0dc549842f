package dev.heal.spring.web;

/** What a handler wants of a request besides its path and its method: parameters, headers, media types. */
interface Terms {

    /** Whether a request is as it is wanted. */
    enum Fit {
        YES,
        NO,
        /** Only its body would tell, or code of the application's own. */
        UNKNOWN
    }

    Fit fit(Incoming incoming);

    /**
     * Which of two handlers serves a request that fits both.
     *
     * @param other of the same kind
     * @return less than zero if this one; zero if that is not known
     */
    int compare(Terms other, Incoming incoming);
}
