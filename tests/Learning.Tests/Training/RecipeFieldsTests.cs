using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Digits.Learning.Persistence;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Training;

/// <summary>The table of recipe fields has every setting, and what it says of each is so.</summary>
public sealed class RecipeFieldsTests
{
    private const double Little = 1e-9;

    private static readonly TrainingSettings Right = Samples.Settings();

    public static TheoryData<string> Paths() => [.. RecipeFields.All.Select(field => field.Path)];

    public static TheoryData<string> NumberPaths() =>
        [.. RecipeFields.All.Where(field => field.ValueType == typeof(double) || field.ValueType == typeof(int)).Select(field => field.Path)];

    [Fact]
    public void All_SettingsOfTheRecords_AreInTheTable()
    {
        // The layers are a list of their own; the threads do not change the outcome.
        var ofRecipe = Settings(typeof(TrainingSettings), "").Except(["layers", "threads", "optimizer", "schedule", "augmentation", "learning_rate"]);
        var expected = ofRecipe.Append("lr")
            .Concat(Settings(typeof(Learning.Optimizers.OptimizerSettings), "optimizer."))
            .Concat(Settings(typeof(Learning.Optimizers.ScheduleSettings), "schedule."))
            .Concat(Settings(typeof(Learning.Augmentation.AugmentationSettings), "augmentation."));

        Assert.Equal(expected.Order(), RecipeFields.All.Select(field => field.Path).Order());
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void SetThenGet_AnotherValue_IsThatValueAndNothingElseButItsPart(string path)
    {
        var field = Field(path);
        var value = Another(field, field.Get(Right));

        var changed = field.Set(Right, value);

        Assert.Equal(value, field.Get(changed));
        Assert.All(
            RecipeFields.All.Where(other => other != field && (other.Owner != field.Owner || field.Name != "type")),
            other => Assert.Equal(other.Get(Right), other.Get(changed)));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void WriteThenRead_AnotherValue_ComesBackUnderItsName(string path)
    {
        var field = Field(path);
        var settings = field.Set(Right, Another(field, field.Get(Right)));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RecipeJson.Write(writer, settings);
        }

        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        var owner = field.Owner.Length == 0 ? json.RootElement : json.RootElement.GetProperty(field.Owner);
        Assert.Equal(field.Get(settings), owner.GetProperty(field.Name).Deserialize(field.ValueType));
        Assert.Equal(settings, RecipeJson.Read(json.RootElement, settings.Layers));
    }

    [Theory]
    [MemberData(nameof(NumberPaths))]
    public void Check_EdgesOfTheRange_AreRightAndOneBeyondIsAFault(string path)
    {
        var field = Field(path);
        var step = field.ValueType == typeof(int) ? 1 : Little;
        var min = field.IsMinExcluded ? field.Min + step : field.Min;
        var max = field.IsMaxExcluded ? field.Max - step : field.Max;

        Assert.Empty(Faults(field, min));
        Assert.Empty(Faults(field, max));
        Assert.StartsWith($"{path}: ", Assert.Single(Faults(field, min - step)), StringComparison.Ordinal);
        Assert.StartsWith($"{path}: ", Assert.Single(Faults(field, max + step)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Choices_AreRightAndOthersAreFaults()
    {
        foreach (var field in RecipeFields.All.Where(field => field.ValueType == typeof(string)))
        {
            Assert.NotEmpty(field.Choices);
            Assert.All(field.Choices, choice => Assert.Empty(field.Set(Right, choice).Check()));
            Assert.StartsWith($"{field.Path}: ", Assert.Single(field.Set(Right, "other").Check()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void UsedBy_Names_AreChoicesOfTheType() =>
        Assert.All(RecipeFields.All.Where(field => field.UsedBy.Count > 0), field => Assert.Empty(field.UsedBy.Except(Field($"{field.Owner}.type").Choices)));

    private static IEnumerable<string> Settings(Type record, string prefix) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => prefix + JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

    private static RecipeField Field(string path) => RecipeFields.All.Single(field => field.Path == path);

    private static IReadOnlyList<string> Faults(RecipeField field, double value) =>
        field.Set(Right, Convert.ChangeType(value, field.ValueType, CultureInfo.InvariantCulture)).Check(hasValidation: true);

    private static object Another(RecipeField field, object value) => value switch
    {
        string text => field.Choices.First(choice => choice != text),
        bool flag => !flag,
        uint number => number + 1,
        int number => number + 1,
        double number => number == 0.25 ? 0.125 : 0.25,
        _ => throw new InvalidOperationException($"{field.Path} is a {value.GetType()}."),
    };
}
