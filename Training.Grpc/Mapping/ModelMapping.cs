using Digits.Training.V1;
using WireVersion = Digits.Training.V1.ModelVersion;

namespace Digits.Training.Mapping;

/// <summary>Models on the wire.</summary>
internal static class ModelMapping
{
    /// <summary>Groups versions that are sorted by model.</summary>
    public static IEnumerable<RegisteredModel> ToModels(IEnumerable<WireVersion> versions) =>
        versions.GroupBy(version => version.Model)
            .Select(model => new RegisteredModel { Model = model.Key, Versions = { model } });

    public static WireVersion ToProto(Models.ModelVersion version)
    {
        var proto = new WireVersion
        {
            Model = version.Model,
            Version = version.Version,
            Run = version.Run,
            Dataset = version.Dataset,
            DatasetVersion = version.DatasetVersion,
            Labels = { version.Labels },
            Sha256 = version.Sha256,
            SizeBytes = version.SizeBytes,
            CreateTime = version.CreateTime.ToProto(),
            Members = version.Members,
        };
        if (version.TestAccuracy is { } accuracy)
        {
            proto.TestAccuracy = accuracy;
        }

        return proto;
    }
}
