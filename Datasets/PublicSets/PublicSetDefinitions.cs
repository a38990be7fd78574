using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Digits.Datasets.PublicSets;

/// <summary>The public sets as their makers publish them, from <c>public-sets.json</c>, which is part of the assembly.</summary>
internal static class PublicSetDefinitions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(), new ChecksumConverter() },
    };

    public static IReadOnlyList<PublicSet> All { get; } = Read();

    private static PublicSet[] Read()
    {
        using var stream = typeof(PublicSetDefinitions).Assembly.GetManifestResourceStream("public-sets.json")
            ?? throw new InvalidOperationException("The list of public sets is part of the assembly.");
        return JsonSerializer.Deserialize<PublicSet[]>(stream, Json)!;
    }

    /// <summary>Reads a hash with its algorithm in front, for example "md5:f68b...".</summary>
    private sealed class ChecksumConverter : JsonConverter<Checksum>
    {
        public override Checksum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var words = reader.GetString()!.Split(':');
            return new Checksum(new HashAlgorithmName(words[0].ToUpperInvariant()), words[1]);
        }

        public override void Write(Utf8JsonWriter writer, Checksum value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
