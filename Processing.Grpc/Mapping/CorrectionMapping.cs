using Digits.Datasets.Storage;
using Digits.Imaging;
using Digits.Processing.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Digits.Processing.Mapping;

/// <summary>Corrections on the wire.</summary>
internal static class CorrectionMapping
{
    public static Correction ToProto(StoredCorrection row) => new()
    {
        Correction_ = StoredCorrection.NameOf(row.Id),
        State = (V1.CorrectionState)row.State,
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
}
