"""Writes the template as CloudFormation sees it after SAM's transform, which is done here, without asking AWS anything.

Usage: transform_template.py template.yaml transformed.json
"""

import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from cfnlint.decode import cfn_yaml
from samtranslator.translator.transform import transform

source, target = sys.argv[1:]
template = json.loads(json.dumps(cfn_yaml.load(source)))
# Where the packages are is known only once they are uploaded.
template["Globals"]["Function"]["CodeUri"] = "s3://packages/functions"
defaults = {name: parameter["Default"] for name, parameter in template["Parameters"].items()}


class NoManagedPolicies:
    """The template names those that it needs by their ARNs."""

    def load(self):
        return {}


with open(target, "w", encoding="utf-8") as file:
    json.dump(transform(template, {}, NoManagedPolicies()), file, indent=2)
