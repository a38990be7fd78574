using System.Globalization;
using Digits.Learning.Training;
using Digits.Training.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using RecipeField = Digits.Learning.Training.RecipeField;
using WireField = Digits.Training.V1.RecipeField;

namespace Digits.Training.Mapping;

/// <summary>Recipes on the wire and in Learning: <see cref="RecipeFields"/> bound to the fields of messages by their names.</summary>
internal static class RecipeMapping
{
    private const string Augmentation = "augmentation";

    private static readonly List<Bound> Request = Bind(StartRunRequest.Descriptor);
    private static readonly List<Bound> Settings = Bind(RunSettings.Descriptor);

    /// <summary>What the request asks for; what it leaves out comes from <paramref name="settings"/>.</summary>
    public static TrainingSettings Override(TrainingSettings settings, StartRunRequest request)
    {
        if (request.Architecture.Count > 0)
        {
            settings = settings with { Layers = [.. request.Architecture.Select(LayerMapping.ToSpec)] };
        }

        foreach (var (field, owner, inner) in Request)
        {
            if ((owner is null ? request : (IMessage?)owner.Accessor.GetValue(request)) is { } message && IsSaid(inner, message))
            {
                settings = field.Set(settings, inner.Accessor.GetValue(message));
            }
        }

        return request.Augmentation is { } asked && (asked.Off || settings.Augmentation is { IsOff: true })
            ? settings with { Augmentation = null }
            : settings;
    }

    public static RunSettings ToProto(TrainingSettings settings)
    {
        var proto = new RunSettings { Architecture = { settings.Layers.Select(LayerMapping.ToProto) } };
        foreach (var (field, owner, inner) in Settings)
        {
            if (field.Owner != Augmentation || settings.Augmentation is not null)
            {
                inner.Accessor.SetValue(owner is null ? proto : OwnerIn(proto, owner), field.Get(settings));
            }
        }

        return proto;
    }

    public static WireField ToProto(RecipeField field) => new()
    {
        Path = field.Path,
        Title = field.Title,
        Meaning = field.Meaning,
        Group = field.Group,
        Unit = field.Unit,
        Kind = KindOf(field),
        Min = field.Min,
        Max = field.Max,
        MinExcluded = field.IsMinExcluded,
        MaxExcluded = field.IsMaxExcluded,
        Choices = { field.Choices },
        UsedBy = { field.UsedBy },
        DefaultValue = field.IsRequired ? "" : Convert.ToString(field.Get(RecipeFields.Defaults), CultureInfo.InvariantCulture),
    };

    private static RecipeFieldKind KindOf(RecipeField field) => Type.GetTypeCode(field.ValueType) switch
    {
        TypeCode.String => RecipeFieldKind.Choice,
        TypeCode.Boolean => RecipeFieldKind.Flag,
        TypeCode.Double => RecipeFieldKind.Number,
        _ => RecipeFieldKind.Integer,
    };

    private static List<Bound> Bind(MessageDescriptor message) =>
        [.. RecipeFields.All.Select(field =>
        {
            var owner = field.Owner.Length == 0 ? null : Find(message, field.Owner);
            return new Bound(field, owner, Find(owner?.MessageType ?? message, field.Name));
        })];

    private static FieldDescriptor Find(MessageDescriptor message, string name) =>
        message.FindFieldByName(name) ?? throw new InvalidOperationException($"{message.FullName} has no field {name}, which the table of recipe fields has.");

    // A text without presence is left out when it is empty.
    private static bool IsSaid(FieldDescriptor field, IMessage message) =>
        field.HasPresence ? field.Accessor.HasValue(message) : field.Accessor.GetValue(message) is string { Length: > 0 };

    private static IMessage OwnerIn(RunSettings proto, FieldDescriptor owner)
    {
        if (owner.Accessor.GetValue(proto) is IMessage present)
        {
            return present;
        }

        var made = owner.MessageType.Parser.ParseFrom(ByteString.Empty);
        owner.Accessor.SetValue(proto, made);
        return made;
    }

    /// <param name="Field">The setting.</param>
    /// <param name="Owner">The message's field that holds the part of the recipe; null when the message itself has the setting.</param>
    /// <param name="Inner">The setting's field, in that part or in the message.</param>
    private sealed record Bound(RecipeField Field, FieldDescriptor? Owner, FieldDescriptor Inner);
}
