using Digits.Training.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Training.Tests.Runs;

/// <summary>Every setting of a recipe passes from a request into a run and back, under the name that the list of fields tells.</summary>
public sealed class RecipeFieldsTests : TrainingFixture
{
    // What else a request, a run's settings and the parts of a recipe hold.
    private static readonly string[] OtherFields = ["dataset", "dataset_version", "preset", "model", "architecture", "augmentation.off"];

    [Fact]
    public async Task ListPresets_Fields_AreThoseOfTheRequestAndOfTheRun()
    {
        var paths = (await Host.Runs.ListPresetsAsync(new ListPresetsRequest())).Fields.Select(field => field.Path).Order().ToList();

        Assert.Equal(paths, Leaves(StartRunRequest.Descriptor, "").Except(OtherFields).Order());
        Assert.Equal(paths, Leaves(RunSettings.Descriptor, "").Except(OtherFields).Order());
    }

    [Fact]
    public async Task ListPresets_Fields_TellWhatAFormNeeds()
    {
        var fields = (await Host.Runs.ListPresetsAsync(new ListPresetsRequest())).Fields;

        Assert.All(fields, field => Assert.True(field is { Title.Length: > 0, Meaning.Length: > 0, Kind: not RecipeFieldKind.Unspecified }, field.Path));
        Assert.All(fields.Where(field => field.Kind == RecipeFieldKind.Choice), field => Assert.Contains(field.DefaultValue, field.Choices));
        var momentum = fields.Single(field => field.Path == "optimizer.momentum");
        Assert.Equal((RecipeFieldKind.Number, 0.0, 1.0, true, "0.9"), (momentum.Kind, momentum.Min, momentum.Max, momentum.MaxExcluded, momentum.DefaultValue));
        Assert.Equal(["sgd"], momentum.UsedBy);
    }

    [Fact]
    public async Task StartRun_EveryField_ArrivesInTheRunsSettings()
    {
        Processing.Add(new SampleSet("bands", side: 28));
        var fields = (await Host.Runs.ListPresetsAsync(new ListPresetsRequest())).Fields;
        var request = new StartRunRequest { Dataset = "bands", Preset = "default" };
        foreach (var field in fields)
        {
            SetValue(request, field.Path, ValueOf(field));
        }

        var run = (await Host.Runs.StartRunAsync(request)).Run;
        await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run.Run });

        Assert.All(fields, field => Assert.Equal(ValueOf(field), GetValue(run.Settings, field.Path)));
    }

    private static IEnumerable<string> Leaves(MessageDescriptor message, string prefix) =>
        message.Fields.InDeclarationOrder().SelectMany(field =>
            field.FieldType == FieldType.Message && !field.IsRepeated ? Leaves(field.MessageType, $"{prefix}{field.Name}.") : [prefix + field.Name]);

    // A value within the range that no preset has.
    private static object ValueOf(RecipeField field) => field.Kind switch
    {
        RecipeFieldKind.Choice => field.Choices[0],
        RecipeFieldKind.Flag => true,
        RecipeFieldKind.Number => field.Path == "validation_share" ? 0.375 : 0.4375,
        _ when field.Path == "seed" => 7u,
        _ => 11,
    };

    private static void SetValue(IMessage message, string path, object value)
    {
        var (field, rest) = Step(message, path);
        if (rest.Length == 0)
        {
            field.Accessor.SetValue(message, value);
            return;
        }

        if (field.Accessor.GetValue(message) is null)
        {
            field.Accessor.SetValue(message, Activator.CreateInstance(field.MessageType.ClrType)!);
        }

        SetValue((IMessage)field.Accessor.GetValue(message), rest, value);
    }

    private static object GetValue(IMessage message, string path)
    {
        var (field, rest) = Step(message, path);
        var value = field.Accessor.GetValue(message);
        return rest.Length == 0 ? value : GetValue((IMessage)value, rest);
    }

    private static (FieldDescriptor Field, string Remaining) Step(IMessage message, string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (message.Descriptor.FindFieldByName(path), "") : (message.Descriptor.FindFieldByName(path[..dot]), path[(dot + 1)..]);
    }
}
