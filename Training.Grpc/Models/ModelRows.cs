using Digits.Learning.Persistence;
using Digits.Training.Storage;

namespace Digits.Training.Models;

/// <summary>Turns model versions into rows and back.</summary>
internal static class ModelRows
{
    public static ModelVersion NewVersion(ModelHeader header, int members, string runId, string sha256, int sizeBytes) => new(
        header.Model,
        header.Version,
        runId,
        header.Dataset,
        header.DatasetVersion,
        header.Labels,
        header.TestAccuracy,
        sha256,
        sizeBytes,
        header.CreatedAt,
        members);

    public static ModelVersionRow ToRow(ModelVersion version) => new()
    {
        Model = version.Model,
        Version = version.Version,
        Run = version.Run,
        Dataset = version.Dataset,
        DatasetVersion = version.DatasetVersion,
        Labels = [.. version.Labels],
        TestAccuracy = version.TestAccuracy,
        Sha256 = version.Sha256,
        SizeBytes = version.SizeBytes,
        CreateTime = version.CreateTime,
        Members = version.Members,
    };

    public static ModelVersion FromRow(ModelVersionRow row) => new(
        row.Model,
        row.Version,
        row.Run,
        row.Dataset,
        row.DatasetVersion,
        row.Labels,
        row.TestAccuracy,
        row.Sha256,
        row.SizeBytes,
        row.CreateTime,
        row.Members);
}
