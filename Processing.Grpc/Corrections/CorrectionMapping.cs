using System.Globalization;
using Digits.Imaging;
using Digits.Processing.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Digits.Processing.Corrections;

/// <summary>Corrections on the wire.</summary>
internal static class CorrectionMapping
{
    public static Correction ToProto(StoredCorrection row) => new()
    {
        Correction_ = Name(row.Id),
        State = row.State,
        Dataset = row.Dataset,
        Thumbnail = UnsafeByteOperations.UnsafeWrap(PngEncoder.Encode(new GrayImage(row.Width, row.Height, row.Image))),
        PredictedLabel = row.PredictedLabel,
        Label = row.Label,
        Model = row.Model,
        ModelVersion = row.ModelVersion,
        Author = row.Author,
        CreateTime = Timestamp.FromDateTimeOffset(row.CreateTime),
        Reviewer = row.Reviewer,
        ReviewTime = row.ReviewTime is { } time ? Timestamp.FromDateTimeOffset(time) : null,
    };

    public static string Name(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The correction of a name; null when no correction can have it.</summary>
    public static long? Id(string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Name(id) == name ? id : null;
}
