using System.CommandLine;
using Aspirate.State;

namespace Aspirate.Commands;

/// <summary>The tool's commands.</summary>
internal static class AspirateCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Puts an Aspire application on Kubernetes. A stand-in for Aspirate 9.1: see its README.");
        root.Subcommands.Add(Create(
            "init",
            "Writes aspirate.json, the answers that go with the application host.",
            InitCommand.RunAsync,
            keepsState: false,
            [AnswerOptions.ProjectPath, .. AnswerOptions.Containers, AnswerOptions.TemplatePath]));
        root.Subcommands.Add(Create(
            "generate",
            "Builds and pushes the images, and writes what describes the application to the cluster.",
            GenerateCommand.RunAsync,
            keepsState: true,
            [AnswerOptions.ProjectPath, .. AnswerOptions.Building, .. AnswerOptions.Containers, .. AnswerOptions.Generating]));
        root.Subcommands.Add(Create(
            "build",
            "Builds and pushes the images.",
            BuildCommand.RunAsync,
            keepsState: true,
            [AnswerOptions.ProjectPath, .. AnswerOptions.Building, .. AnswerOptions.Containers]));
        root.Subcommands.Add(Create(
            "apply",
            "Puts what was generated on the cluster.",
            ApplyCommand.RunAsync,
            keepsState: true,
            [AnswerOptions.InputPath, AnswerOptions.KubeContext, AnswerOptions.RollingRestart]));
        root.Subcommands.Add(Create(
            "destroy",
            "Removes what was generated from the cluster.",
            DestroyCommand.RunAsync,
            keepsState: true,
            [AnswerOptions.InputPath, AnswerOptions.KubeContext]));
        return root;
    }

    private static Command Create(string name, string description, Func<Answers, Task> run, bool keepsState, AnswerOption[] options)
    {
        AnswerOption[] all = [.. AnswerOptions.Common, .. options];
        var command = new Command(name, description);
        foreach (var option in all)
        {
            command.Options.Add(option.Symbol);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var current = new Answers();
            Apply(AnswerOptions.Common, parsed, current);
            var answers = keepsState && current.DisableState != true ? StateFile.Restore(current.CanAsk) : new();
            Apply(all, parsed, answers);
            if (keepsState && answers.DisableSecrets != true)
            {
                throw new AspirateException("The stand-in for Aspirate keeps no secrets: add --disable-secrets, which puts every variable into the ConfigMap.");
            }

            await run(answers);
            if (keepsState && answers.DisableState != true)
            {
                StateFile.Save(answers);
            }

            return 0;
        });
        return command;
    }

    private static void Apply(AnswerOption[] options, ParseResult parsed, Answers answers)
    {
        foreach (var option in options)
        {
            option.Apply(parsed, answers);
        }
    }
}
