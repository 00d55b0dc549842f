package dev.heal.archfixture;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Every way to read the system's clock; one violation a class. */
@SuppressWarnings({"JavaUtilDate", "JavaTimeDefaultTimeZone", "TimeZoneUsage", "unused"})
public final class ReadsTheClock {

    static class NanoTime {
        long read = System.nanoTime();
    }

    static class CurrentTimeMillis {
        long read = System.currentTimeMillis();
    }

    static class NanoTimeByReference {
        LongSupplier read = System::nanoTime;
    }

    static class NanoTimeInLambda {
        LongSupplier read = () -> System.nanoTime() + 1;
    }

    static class InstantNow {
        Instant read = Instant.now();
    }

    static class InstantNowByReference {
        Supplier<Instant> read = Instant::now;
    }

    static class LocalDateTimeNow {
        LocalDateTime read = LocalDateTime.now();
    }

    static class LocalDateNowInZone {
        LocalDate read = LocalDate.now(ZoneId.of("UTC"));
    }

    static class ZonedDateTimeNow {
        ZonedDateTime read = ZonedDateTime.now(ZoneOffset.UTC);
    }

    static class OffsetDateTimeNow {
        OffsetDateTime read = OffsetDateTime.now();
    }

    static class SystemUtc {
        Clock read = Clock.systemUTC();
    }

    static class SystemZone {
        Clock read = Clock.system(ZoneOffset.UTC);
    }

    static class SystemUtcByReference {
        Supplier<Clock> read = Clock::systemUTC;
    }

    static class TickSeconds {
        Clock read = Clock.tickSeconds(ZoneOffset.UTC);
    }

    static class InstantSourceSystem {
        InstantSource read = InstantSource.system();
    }

    static class NewDate {
        Date read = new Date();
    }

    static class NewDateByReference {
        Supplier<Date> read = Date::new;
    }

    static class CalendarInstance {
        Calendar read = Calendar.getInstance();
    }

    static class NewCalendar {
        Calendar read = new GregorianCalendar();
    }

    private ReadsTheClock() {}

    /** Is told the time, so it breaks nothing. */
    public static final class IsToldTheTime {
        Instant now(Clock clock) {
            return Instant.now(clock);
        }

        LocalDateTime local(Clock clock) {
            return LocalDateTime.now(clock);
        }

        Clock coarse(Clock clock) {
            return Clock.tick(clock, Duration.ofSeconds(1));
        }

        Date date(long millis) {
            return new Date(millis);
        }
    }
}
