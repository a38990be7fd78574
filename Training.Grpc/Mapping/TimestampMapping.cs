using Google.Protobuf.WellKnownTypes;

namespace Digits.Training.Mapping;

/// <summary>Points in time on the wire.</summary>
internal static class TimestampMapping
{
    public static Timestamp ToProto(this DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);
}
