package dev.heal.spring.binding;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Networks of addresses, by their first bits. Never asks a name server. */
public final class Networks {

    private static final String ANY = "any";
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private record Network(byte[] address, int bits) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final boolean any;
    private final List<Network> networks;

    private Networks(boolean any, List<Network> networks) {
        this.any = any;
        this.networks = networks;
    }

    /** @param texts such as {@code 10.0.0.0/8}, {@code ::1} or {@code any}; what is none of these counts for nothing */
    public static Networks of(List<String> texts) {
        return new Networks(
                texts.stream().anyMatch(ANY::equalsIgnoreCase),
                texts.stream().map(Networks::parse).filter(Objects::nonNull).toList());
    }

    static boolean isNetwork(String text) {
        return ANY.equalsIgnoreCase(text) || parse(text) != null;
    }

    /** @param address as the server tells it; null for unknown, which only {@code any} contains */
    public boolean contain(@Nullable String address) {
        if (any) {
            return true;
        }
        byte[] bytes = networks.isEmpty() || address == null ? null : bytes(address);
        return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        String length = slash < 0 ? String.valueOf(address.length * 8) : text.substring(slash + 1);
        if (!length.matches("\\d{1,3}")) {
            return null;
        }
        int bits = Integer.parseInt(length);
        return bits > address.length * 8 ? null : new Network(address, bits);
    }

    private static byte @Nullable [] bytes(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        if (!V4.matcher(address).matches() && !V6.matcher(address).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException none) {
            return null;
        }
    }
}
