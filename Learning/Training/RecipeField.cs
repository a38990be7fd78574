using Digits.Learning.Data;

namespace Digits.Learning.Training;

/// <summary>
/// One setting of a recipe: its name, what it means, what it may be, and where it stands in <see cref="TrainingSettings"/>. Checks, model
/// files, requests and the page's form all go by <see cref="RecipeFields.All"/>.
/// </summary>
public abstract class RecipeField
{
    private protected RecipeField(string path, string title, string meaning)
    {
        Path = path;
        Title = title;
        Meaning = meaning;
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        (Owner, Name) = dot < 0 ? ("", path) : (path[..dot], path[(dot + 1)..]);
    }

    /// <summary>The name in requests, files and faults; with a dot when it belongs to a part of the recipe, as in <c>optimizer.beta1</c>.</summary>
    public string Path { get; }

    /// <summary>The part of the recipe that it belongs to, for example <c>optimizer</c>; empty for the recipe itself.</summary>
    public string Owner { get; }

    /// <summary>The last part of <see cref="Path"/>.</summary>
    public string Name { get; }

    /// <summary>What a form calls it.</summary>
    public string Title { get; }

    /// <summary>What it does, in a sentence.</summary>
    public string Meaning { get; }

    /// <summary>The heading under which a form shows it; empty for what a form asks for on its own.</summary>
    public string Group { get; init; } = "";

    /// <summary>What its number counts, for example <c>pixels</c>; empty when that needs no word.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The least value of a number.</summary>
    public double Min { get; init; }

    /// <summary>The greatest value of a number.</summary>
    public double Max { get; init; } = 1;

    /// <summary>Whether <see cref="Min"/> itself is too little.</summary>
    public bool IsMinExcluded { get; init; }

    /// <summary>Whether <see cref="Max"/> itself is too much.</summary>
    public bool IsMaxExcluded { get; init; }

    /// <summary>The values of a text; empty for numbers and flags.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The values of the owner's <c>type</c> that make use of it; empty when all do.</summary>
    public IReadOnlyList<string> UsedBy { get; init; } = [];

    /// <summary>Whether a recipe must say it: there is no default.</summary>
    public bool IsRequired { get; init; }

    /// <summary><see cref="uint"/>, <see cref="int"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>.</summary>
    public abstract Type ValueType { get; }

    /// <summary>The value in a recipe, a <see cref="ValueType"/>.</summary>
    public abstract object Get(TrainingSettings settings);

    /// <summary>The recipe with another value. Another <c>type</c> also brings the values that are usual for it.</summary>
    /// <param name="settings">The recipe, which stays as it is.</param>
    /// <param name="value">A <see cref="ValueType"/>; its range is not looked at.</param>
    public abstract TrainingSettings Set(TrainingSettings settings, object value);

    internal void Check(TrainingSettings settings, SettingFaults faults)
    {
        switch (Get(settings))
        {
            case string text:
                faults.OneOf(Path, text, Choices);
                break;
            case bool:
                break;
            case var number:
                CheckNumber(Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture), faults);
                break;
        }
    }

    private void CheckNumber(double value, SettingFaults faults)
    {
        if (IsMinExcluded)
        {
            faults.AboveZero(Path, value, Max);
        }
        else if (IsMaxExcluded)
        {
            faults.Share(Path, value);
        }
        else
        {
            faults.Between(Path, value, Min, Max);
        }
    }
}

/// <typeparam name="T">The <see cref="RecipeField.ValueType"/>.</typeparam>
internal sealed class RecipeField<T>(
    string path, string title, string meaning, Func<TrainingSettings, T> get, Func<TrainingSettings, T, TrainingSettings> set)
    : RecipeField(path, title, meaning)
    where T : notnull
{
    public override Type ValueType => typeof(T);

    public override object Get(TrainingSettings settings) => get(settings);

    public override TrainingSettings Set(TrainingSettings settings, object value) => set(settings, (T)value);
}
