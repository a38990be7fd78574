using static Aspirate.Commands.AnswerOption;

namespace Aspirate.Commands;

/// <summary>The options of all commands.</summary>
internal static class AnswerOptions
{
    public static AnswerOption[] Common { get; } =
    [
        Flag("--non-interactive", "ASPIRATE_NON_INTERACTIVE", "Asks nothing.", (a, v) => a.NonInteractive = v),
        Flag("--disable-secrets", "ASPIRATE_DISABLE_SECRETS", "Puts every variable into the ConfigMap.", (a, v) => a.DisableSecrets = v),
        Flag("--disable-state", "ASPIRATE_DISABLE_STATE", "Neither reads nor keeps earlier answers.", (a, v) => a.DisableState = v, "--no-state"),
        Text("--launch-profile", "ASPIRATE_LAUNCH_PROFILE", "The application host's launch profile.", (a, v) => a.LaunchProfile = v, ["-lp"]),
    ];

    public static AnswerOption ProjectPath { get; } =
        Text("--project-path", "ASPIRATE_PROJECT_PATH", "The application host's project.", (a, v) => a.ProjectPath = v, ["-p"]);

    /// <summary>How images are named and built.</summary>
    public static AnswerOption[] Containers { get; } =
    [
        Text("--container-builder", "ASPIRATE_CONTAINER_BUILDER", "What builds images from Dockerfiles: docker or podman.", (a, v) => a.ContainerBuilder = v, allowed: ["docker", "podman"]),
        Text("--container-build-context", "ASPIRATE_CONTAINER_BUILD_CONTEXT", "The folder that the build of a project's Dockerfile sees.", (a, v) => a.ContainerBuildContext = v, ["-cbc"]),
        List("--container-image-tag", "ASPIRATE_CONTAINER_IMAGE_TAG", "The images' tag.", (a, v) => a.ContainerImageTags = v, "-ct"),
        List("--container-build-arg", "ASPIRATE_CONTAINER_BUILD_ARGS", "An argument name=value for the build of Dockerfiles.", (a, v) => a.ContainerBuildArgs = v, "-cba"),
        Text("--container-registry", "ASPIRATE_CONTAINER_REGISTRY", "The images' registry.", (a, v) => a.ContainerRegistry = v, ["-cr"]),
        Text("--container-repository-prefix", "ASPIRATE_CONTAINER_REPOSITORY_PREFIX", "What comes between registry and name.", (a, v) => a.ContainerRepositoryPrefix = v, ["-crp"]),
    ];

    /// <summary>Where the application comes from, and how its projects are built.</summary>
    public static AnswerOption[] Building { get; } =
    [
        Text("--aspire-manifest", "ASPIRATE_ASPIRE_MANIFEST_PATH", "A manifest that is there already.", (a, v) => a.ManifestPath = v, ["-m"]),
        Flag("--prefer-dockerfile", "ASPIRATE_PREFER_DOCKERFILE", "Builds a project from its Dockerfile if it has one.", (a, v) => a.PreferDockerfile = v),
        Text("--runtime-identifier", "ASPIRATE_RUNTIME_IDENTIFIER", "The platform that projects are built for.", (a, v) => a.RuntimeIdentifier = v),
    ];

    /// <summary>What is generated.</summary>
    public static AnswerOption[] Generating { get; } =
    [
        Text("--output-path", "ASPIRATE_OUTPUT_PATH", "The folder to write.", (a, v) => a.OutputPath = v, ["-o"]),
        Flag("--skip-build", "ASPIRATE_SKIP_BUILD", "Builds and pushes no images.", (a, v) => a.SkipBuild = v),
        Flag("--skip-final", "ASPIRATE_SKIP_FINAL_KUSTOMIZE_GENERATION", "Leaves out the kustomization.yaml at the top.", (a, v) => a.SkipFinal = v, "-sf", "--skip-final-kustomize-generation"),
        Text("--image-pull-policy", "ASPIRATE_IMAGE_PULL_POLICY", "When the cluster fetches images.", (a, v) => a.ImagePullPolicy = v, allowed: ["IfNotPresent", "Always", "Never"]),
        Text("--namespace", "ASPIRATE_NAMESPACE", "The namespace.", (a, v) => a.Namespace = v),
        Text("--output-format", "ASPIRATE_OUTPUT_FORMAT", "kustomize, helm or compose.", (a, v) => a.OutputFormat = v, allowed: ["kustomize", "compose", "helm"]),
        Flag("--include-dashboard", "ASPIRATE_INCLUDE_DASHBOARD", "Adds the Aspire dashboard.", (a, v) => a.IncludeDashboard = v, "--with-dashboard"),
        List("--parameter", "ASPIRATE_PARAMETER_VALUE", "The value of a parameter, name=value.", (a, v) => a.Parameters = v, "-pa"),
        Flag("--private-registry", "ASPIRATE_PRIVATE_REGISTRY", "Adds a secret to fetch images with.", (a, v) => a.PrivateRegistry = v),
        Text("--private-registry-url", "ASPIRATE_PRIVATE_REGISTRY_URL", "That registry.", (a, v) => a.PrivateRegistryUrl = v),
        Text("--private-registry-username", "ASPIRATE_PRIVATE_REGISTRY_USERNAME", "The user there.", (a, v) => a.PrivateRegistryUsername = v),
        Text("--private-registry-password", "ASPIRATE_PRIVATE_REGISTRY_PASSWORD", "The user's password.", (a, v) => a.PrivateRegistryPassword = v),
        Text("--private-registry-email", "ASPIRATE_PRIVATE_REGISTRY_EMAIL", "The user's mail address.", (a, v) => a.PrivateRegistryEmail = v),
    ];

    public static AnswerOption TemplatePath { get; } =
        Text("--template-path", "ASPIRATE_TEMPLATE_PATH", "A folder for templates of your own.", (a, v) => a.TemplatePath = v, ["-tp"]);

    public static AnswerOption InputPath { get; } =
        Text("--input-path", "ASPIRATE_INPUT_PATH", "The folder that was generated.", (a, v) => a.InputPath = v, ["-i"]);

    public static AnswerOption KubeContext { get; } =
        Text("--kube-context", "ASPIRATE_KUBERNETES_CONTEXT", "The cluster, as kubectl knows it.", (a, v) => a.KubeContext = v, ["-k"]);

    public static AnswerOption RollingRestart { get; } =
        Flag("--rolling-restart", "ASPIRATE_ROLLING_RESTART", "Restarts every deployment at the end.", (a, v) => a.RollingRestart = v, "-r");
}
