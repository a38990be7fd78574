using Digits.Processing.Storage;
using Digits.Processing.V1;
using Google.Protobuf.WellKnownTypes;

namespace Digits.Processing.Mapping;

/// <summary>Stored versions as they appear on the wire.</summary>
internal static class DatasetMapping
{
    public static Dataset ToProto(StoredVersion version, IEnumerable<StoredVersion> all) => new()
    {
        Name = version.Name,
        Version = version.Version,
        Labels = { version.Labels },
        TrainCount = version.Train.Count,
        TestCount = version.Test.Count,
        Height = version.Height,
        Width = version.Width,
        Channels = version.Channels,
        ClassCounts = { version.Labels.Select((label, index) => ToClassCount(version, label, index)) },
        ContentHash = version.ContentHash,
        CreateTime = Timestamp.FromDateTimeOffset(version.CreateTime),
        Versions = { all.Select(ToSummary) },
    };

    private static ClassCount ToClassCount(StoredVersion version, string label, int index) => new()
    {
        Label = label,
        TrainCount = version.Train.ClassCounts[index],
        TestCount = version.Test.ClassCounts[index],
    };

    private static DatasetVersion ToSummary(StoredVersion version) => new()
    {
        Version = version.Version,
        TrainCount = version.Train.Count,
        TestCount = version.Test.Count,
        CreateTime = Timestamp.FromDateTimeOffset(version.CreateTime),
    };
}
