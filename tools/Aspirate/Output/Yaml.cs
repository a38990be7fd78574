using YamlDotNet.Serialization;

namespace Aspirate.Output;

/// <summary>Writes YAML.</summary>
internal static class Yaml
{
    private static readonly ISerializer Serializer = new SerializerBuilder().WithQuotingNecessaryStrings().WithIndentedSequences().WithNewLine("\n").Build();

    public static string Write(object document) => Serializer.Serialize(document);
}
