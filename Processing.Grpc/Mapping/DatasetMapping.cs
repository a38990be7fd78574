using Digits.Datasets.Storage;
using Digits.Processing.V1;
using Google.Protobuf.WellKnownTypes;

namespace Digits.Processing.Mapping;

/// <summary>Stored versions as they appear on the wire.</summary>
internal static class DatasetMapping
{
    public static Dataset ToProto(
        StoredVersion version, string current, IEnumerable<ListedChange> changes)
    {
        return new Dataset
        {
            Name = version.Name,
            Version = version.Version,
            Labels = { version.Labels },
            TrainCount = version.Train.Count,
            TestCount = version.Test.Count,
            ValidationCount = version.Validation.Count,
            Height = version.Height,
            Width = version.Width,
            Channels = version.Channels,
            ClassCounts = { version.Labels.Select((label, index) => ToClassCount(version, label, index)) },
            ContentHash = version.ContentHash,
            CreateTime = Timestamp.FromDateTimeOffset(version.CreateTime),
            Versions = { ToSummaries(current, changes) },
            CurrentVersion = current,
        };
    }

    public static IEnumerable<DatasetVersion> ToSummaries(string current, IEnumerable<ListedChange> changes)
    {
        var isLatest = true;
        foreach (var change in changes)
        {
            // A version that was left and restored stands in the history more than once; it is current where it stands last.
            var isCurrent = isLatest && change.Version == current;
            isLatest &= !isCurrent;
            yield return ToSummary(change, isCurrent);
        }
    }

    private static DatasetVersion ToSummary(ListedChange change, bool isCurrent) => new()
    {
        Version = change.Version,
        TrainCount = change.TrainCount,
        TestCount = change.TestCount,
        ValidationCount = change.ValidationCount,
        CreateTime = Timestamp.FromDateTimeOffset(change.CreateTime),
        Parent = change.Parent,
        Kind = (V1.ChangeKind)change.Kind,
        Added = change.Added,
        Removed = change.Removed,
        Relabeled = change.Relabeled,
        Author = change.Author,
        Note = change.Note,
        Current = isCurrent,
    };

    private static ClassCount ToClassCount(StoredVersion version, string label, int index) => new()
    {
        Label = label,
        TrainCount = version.Train.ClassCounts[index],
        TestCount = version.Test.ClassCounts[index],
        ValidationCount = version.Validation.ClassCounts[index],
    };
}
